package org.pushforward.engine.convolution;

import java.util.List;
import java.util.Map;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Lookup;
import org.pushforward.engine.expr.Table;
import org.pushforward.engine.kernel.Backend;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.kernel.Kernel;
import org.pushforward.engine.kernel.Lowering;
import org.pushforward.engine.kernel.ReferenceBackend;

/** A table at the reference parameters, filled once however often it is asked. */
final class Tabulation {
  private static final String X = "x";

  private final Table table;
  private final double[] reference;
  private final Kernel kernel;

  /**
   * @param backend fills the table; nothing else is compiled, for few x
   */
  Tabulation(Table table, Map<String, Double> reference, Backend backend) {
    this.table = table;
    List<String> names = List.copyOf(reference.keySet());
    this.reference = names.stream().mapToDouble(reference::get).toArray();
    Column x = Column.of(X);
    this.kernel =
        new ReferenceBackend(backend)
            .kernel(
                Lowering.program(
                    List.of(Lookup.of(table, 0, x), Lookup.of(table, 1, x)), names, List.of(X)));
  }

  Table table() {
    return table;
  }

  double step() {
    return table.grids().table().step();
  }

  /** F, or from the table's fold on F - 1. */
  double[] folded(double... x) {
    return values(x)[0];
  }

  /**
   * The largest difference of densities at these places, as a fraction of the peak, with what
   * rounding makes of a mass, a difference of probabilities.
   */
  double difference(Tabulation other, double[] at) {
    double[] own = values(at)[1];
    double[] others = other.values(at)[1];
    double peak = 0;
    double largest = 0;
    for (int i = 0; i < at.length; i++) {
      peak = Math.max(peak, Math.abs(own[i]));
      largest = Math.max(largest, Math.abs(own[i] - others[i]));
    }
    return peak > 0 ? (largest + 0x1p-53 / step()) / peak : Double.POSITIVE_INFINITY;
  }

  private double[][] values(double[] x) {
    double[][] values = new double[2][x.length];
    kernel.evaluate(reference, new EventBlock(new double[][] {x}, x.length), values);
    return values;
  }
}
