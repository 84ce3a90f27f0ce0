package org.pushforward.engine.kernel;

import java.io.Serializable;
import java.util.List;

/**
 * What {@link Program#LOOP} repeats.
 *
 * @param body a program without parameters or tables: its columns are the states and then the other
 *     inputs, its outputs the next states and then whether they are wanted
 * @param most steps
 * @param inputs words of the program around: the states to start with, then what no step changes
 * @param isGathered whether some rows, not most of them, want a step: then these are best moved
 *     together
 */
public record Loop(Program body, int most, List<Integer> inputs, boolean isGathered)
    implements Serializable {

  /** Number of words that a step changes. */
  public int states() {
    return body.outputs() - 1;
  }

  /** The word of the body that says whether another step is wanted. */
  public int wanted() {
    return body.output(states());
  }

  /**
   * The states after the last step, in scalar arithmetic.
   *
   * @param words of the program around
   */
  long[] run(long[] words) {
    long[] columns = inputs.stream().mapToLong(word -> words[word]).toArray();
    long[] inside = new long[body.size()];
    for (int step = 0; step < most; step++) {
      for (int i = 0; i < inside.length; i++) {
        if (body.code(i) == Program.COLUMN) {
          inside[i] = columns[body.operand(i, 0)];
        } else {
          PointStage.compute(body, i, inside, null, null);
        }
      }
      if (inside[wanted()] == 0) {
        break;
      }
      for (int j = 0; j < states(); j++) {
        columns[j] = inside[body.output(j)];
      }
    }
    return columns;
  }
}
