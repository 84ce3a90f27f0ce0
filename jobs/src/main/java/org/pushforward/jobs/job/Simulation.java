package org.pushforward.jobs.job;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Nearest;
import org.pushforward.engine.expr.Place;
import org.pushforward.engine.expr.SpecException;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.kernel.Lowering;
import org.pushforward.engine.kernel.Program;
import org.pushforward.engine.variable.Model;
import org.pushforward.engine.variable.RandomVector;
import org.pushforward.engine.variable.Sampler;
import org.pushforward.jobs.data.Events;
import org.pushforward.jobs.spark.BackendChoice;
import org.pushforward.jobs.spark.Blocks;
import org.pushforward.jobs.spark.Device;
import org.pushforward.jobs.spark.Loaded;
import org.pushforward.jobs.spark.Loader;
import org.pushforward.jobs.spark.Runner;
import org.pushforward.jobs.spark.Sink;
import org.pushforward.jobs.spark.Streamed;
import org.pushforward.jobs.spec.Range;
import org.pushforward.jobs.spec.SimulateSpec;

/**
 * Data drawn from the model: sample n of the model's part number v is a function of (seed, v, n)
 * alone, by stream v of the seed and the draws of sample n.
 */
final class Simulation {
  private static final int ROWS = 1 << 16;

  // Rows that show whether there is anything to draw.
  private static final int FIRST = 16;

  // Rows in a part: a draw costs about 20 ns, so 20 ms of work.
  private static final long PART = 16L * ROWS;

  private Simulation() {}

  /** Draws the events and holds them. */
  static Samples.Rows rows(
      SimulateSpec simulate,
      Model model,
      List<Events.Wanted> wanted,
      Problem problem,
      Runner runner) {
    Blocks<Long> blocks =
        runner.load(spans(simulate, runner), draws(simulate, model, wanted, problem, runner));
    Events.Counts counts = counts(simulate, blocks);
    return new Samples.Rows(blocks, counts.used(), counts.outOfRange(), 0, 0);
  }

  /** Draws the same events and hands them on. */
  static <R extends Serializable> Events.Passed<R> stream(
      SimulateSpec simulate,
      Model model,
      List<Events.Wanted> wanted,
      Problem problem,
      Sink<R> sink,
      Runner runner) {
    Streamed<Long, R> streamed =
        runner.stream(
            spans(simulate, runner), draws(simulate, model, wanted, problem, runner), sink);
    return new Events.Passed<>(streamed.results(), counts(simulate, streamed));
  }

  private static Draws draws(
      SimulateSpec simulate,
      Model model,
      List<Events.Wanted> wanted,
      Problem problem,
      Runner runner) {
    List<Program> programs = new ArrayList<>();
    for (Model.Part part : model.parts()) {
      List<Expr> draw = draw(part.vector(), programs.size(), simulate);
      programs.add(Lowering.program(draw, problem.parameters(), List.of()));
    }
    return new Draws(
        new ArrayList<>(programs),
        wanted.stream().map(Events.Wanted::name).toArray(String[]::new),
        wanted.stream().map(Events.Wanted::range).toArray(Range[]::new),
        point(simulate, problem),
        problem.spec().seed(),
        runner.backend(),
        simulate.place());
  }

  private static List<Span> spans(SimulateSpec simulate, Runner runner) {
    List<Span> spans = new ArrayList<>();
    long size = runner.partSize(simulate.events(), PART, PART);
    for (long from = 0; from < simulate.events(); from += size) {
      spans.add(new Span(from, Math.min(simulate.events(), from + size)));
    }
    return spans;
  }

  private static Events.Counts counts(SimulateSpec simulate, Loaded<Long> drawn) {
    if (drawn.rows() == 0) {
      throw new SpecException(
          simulate.place(), "no drawn event lies in the range", "widen the observable's range");
    }
    long outside = drawn.summaries().stream().mapToLong(n -> n).sum();
    return new Events.Counts(drawn.rows(), outside, 0, 0);
  }

  private static List<Expr> draw(RandomVector vector, int stream, SimulateSpec simulate) {
    try {
      return Sampler.draw(vector, stream);
    } catch (UnsupportedOperationException e) {
      throw new SpecException(
          simulate.place(),
          "the model cannot be drawn from: " + e.getMessage(),
          "read the data from a file");
    }
  }

  static double[] point(SimulateSpec simulate, Problem problem) {
    List<String> names = problem.parameters();
    double[] point =
        problem.spec().parameters().values().stream().mapToDouble(p -> p.start()).toArray();
    simulate
        .at()
        .values()
        .forEach(
            (name, value) -> {
              if (!names.contains(name)) {
                throw new SpecException(
                    simulate.at().places().get(name),
                    "there is no parameter \"" + name + "\"",
                    Nearest.advice(name, names, "parameters"));
              }
              point[names.indexOf(name)] = value;
            });
    return point;
  }

  /** Sample indices from (inclusive) to (exclusive). */
  private record Span(long from, long to) implements Serializable {}

  /**
   * Draws a span of samples; tells how many lay outside a range.
   *
   * @param programs the base map of each part of the model: its components
   */
  private record Draws(
      ArrayList<Program> programs,
      String[] names,
      Range[] ranges,
      double[] point,
      long seed,
      BackendChoice backend,
      Place place)
      implements Loader<Span, Long> {

    @Override
    public Long load(Span span, Consumer<EventBlock> sink) {
      // A block of what is never accepted takes minutes.
      draw(span.from(), (int) Math.min(FIRST, span.to() - span.from()));
      long outside = 0;
      for (long from = span.from(); from < span.to(); from += ROWS) {
        int rows = (int) Math.min(ROWS, span.to() - from);
        double[][] drawn = draw(from, rows);
        int kept = 0;
        for (int row = 0; row < rows; row++) {
          boolean inside = true;
          for (int v = 0; v < drawn.length; v++) {
            inside &= ranges[v].contains(drawn[v][row]);
          }
          for (int v = 0; inside && v < drawn.length; v++) {
            drawn[v][kept] = drawn[v][row];
          }
          kept += inside ? 1 : 0;
        }
        outside += rows - kept;
        if (kept > 0) {
          sink.accept(new EventBlock(drawn, kept));
        }
      }
      return outside;
    }

    private double[][] draw(long from, int rows) {
      double[][] drawn = new double[ranges.length][rows];
      EventBlock samples = EventBlock.samples(seed, from, rows);
      int next = 0;
      for (Program program : programs) {
        int first = next;
        next += program.outputs();
        Device.backend(backend)
            .kernel(program)
            .evaluate(point, samples, Arrays.copyOfRange(drawn, first, next));
      }
      for (int v = 0; v < drawn.length; v++) {
        if (Arrays.stream(drawn[v]).anyMatch(Double::isNaN)) {
          throw new SpecException(
              place,
              "a value of \"" + names[v] + "\" cannot be drawn",
              "its parameters are not ones of its law, or it is truncated to where less than one in"
                  + " 65536 lies: widen the truncation");
        }
      }
      return drawn;
    }
  }
}
