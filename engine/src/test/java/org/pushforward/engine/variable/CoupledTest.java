package org.pushforward.engine.variable;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.*;
import java.util.stream.*;
import org.junit.jupiter.api.Test;
import org.pushforward.engine.bijector.*;
import org.pushforward.engine.expr.*;
import org.pushforward.engine.kernel.*;

class CoupledTest {
  @Test
  void tries() throws Exception {
    String[][] maps = {
      {"x + 0.3*sin(y), y + 0.3*cos(x)", "-inf inf -inf inf"},
      {"x + 0.3*sin(y), y + 0.3*cos(x)", "-1 1 -1 1"},
      {"x + y^3, y - tanh(x)", "-inf inf -inf inf"},
      {"exp(x)*y, y - x", "-inf inf 0 inf"},
      {"x*y, x/y", "0 inf 0 inf"},
      {"x/(x + y), x + y", "0 inf 0 inf"},
      {"x^2 + y, y - x", "0 1 0 1"},
      {"x^2 - y^2, 2*x*y", "-inf inf -inf inf"},
      {"x^2 - y^2, 2*x*y", "0 inf 0 inf"},
      {"x^2 + x - y^2, x*y", "0 1 0 1"},
      {"exp(x) + y, exp(y) - x", "-inf inf -inf inf"},
      {"y + exp(x), y - x", "0 inf 0 inf"},
      {"x*cos(y), x*sin(y)", "0 inf 0 1.5"},
      {"x^2 + y^2, x*y + y", "0 1 0 1"},
      {"x^2 + 3*x + sin(y), y + sqrt(x)/4", "0.1 1 0 1"},
    };
    for (String[] m : maps) {
      double[] e = Arrays.stream(m[1].replace("inf", "Infinity").split(" ")).mapToDouble(Double::parseDouble).toArray();
      String[] laws = new String[2];
      for (int j = 0; j < 2; j++) laws[j] = Double.isInfinite(e[2*j]) ? "normal(0, 1)" : Double.isInfinite(e[2*j+1]) ? "exponential(1)" : "uniform(" + e[2*j] + ", " + e[2*j+1] + ")";
      try {
        RandomVector vec = ModelReader.read(Text.of("m", "x ~ " + laws[0] + "\ny ~ " + laws[1] + "\nz ~ {" + m[0] + "}"), List.of()).parts().get(0).vector();
        VectorBijector map = ((PushedVector) vec).map();
        List<Expr> v = List.of(Parameter.of("x"), Parameter.of("y"));
        VectorImage there = map.forward(List.copyOf(v));
        VectorImage back = map.inverse(there.values());
        double worst = 0;
        SplittableRandom r = new SplittableRandom(3);
        List<Expr> out = new ArrayList<>(back.values());
        out.add(back.logDet().plus(there.logDet()));
        out.add(map.isImage(there.values()));
        int bad = 0;
        for (int k = 0; k < 300; k++) {
          double[] x = new double[2];
          for (int j = 0; j < 2; j++) {
            double lo = e[2*j], hi = e[2*j+1];
            x[j] = Double.isInfinite(lo) ? r.nextDouble(-6, 6) : Double.isInfinite(hi) ? Math.exp(r.nextDouble(-6, 6)) : r.nextDouble(lo, hi);
          }
          double[][] rows = Evaluation.rows(new ReferenceBackend(), out, Map.of("x", x[0], "y", x[1]), "none", 0);
          double err = Math.max(Math.abs(rows[0][0] - x[0]), Math.abs(rows[1][0] - x[1]));
          if (!(err < 1e-9) || rows[3][0] != 1) { bad++; if (bad < 3) System.out.println(Arrays.toString(x) + " " + rows[0][0] + " " + rows[1][0] + " " + rows[3][0]); }
          else worst = Math.max(worst, err);
        }
        System.out.println(Arrays.toString(m) + " worst " + worst + " bad " + bad);
      } catch (SpecException x) {
        System.out.println(Arrays.toString(m) + " refused: " + x.getMessage().lines().findFirst().get());
      }
    }
  }
}
