package org.pushforward.engine.gradient;

import org.pushforward.engine.kernel.Loop;
import org.pushforward.engine.kernel.Program;
import org.pushforward.engine.kernel.Rate;

/**
 * What a sample costs: the operations of its Program that are done for each row, those done for a
 * pair of samples half. A number of the formula, so that choices made by it are the same
 * everywhere.
 */
final class Cost {
  /**
   * Steps that a loop is counted with: a rejection takes 1 or 2, a search 4 to 8 from where it
   * starts.
   */
  private static final double STEPS = 4;

  private Cost() {}

  static double of(Program program) {
    double cost = 0;
    for (int i = 0; i < program.size(); i++) {
      double share = program.rate(i) == Rate.ROW ? 1 : program.rate(i) == Rate.PAIR ? 0.5 : 0;
      if (program.code(i) == Program.LOOP) {
        // Its states share its steps.
        Loop loop = program.loop(i);
        cost += share * STEPS * loop.body().size() / loop.states();
      } else if (program.code(i) >= 0) {
        cost += share;
      }
    }
    return cost;
  }
}
