package org.pushforward.engine.expr;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/** The known name that a mistyped one was most likely meant to be. */
public final class Nearest {
  // Longer lists are no help on a console.
  private static final int LISTED = 24;

  private Nearest() {}

  /** The nearest of {@code names}, if one is near enough to be meant; ties go to the first. */
  public static Optional<String> of(String name, Collection<String> names) {
    String wanted = name.toLowerCase(Locale.ROOT);
    // One slip in three letters: two names of a spec that are further apart are different words.
    int allowed = Math.max(1, (name.length() + 1) / 3);
    String best = null;
    int bestDistance = allowed + 1;
    for (String candidate : new TreeSet<>(names)) {
      int distance = distance(wanted, candidate.toLowerCase(Locale.ROOT));
      if (distance < bestDistance && distance < Math.max(name.length(), candidate.length())) {
        best = candidate;
        bestDistance = distance;
      }
    }
    return Optional.ofNullable(best);
  }

  /**
   * "did you mean ...?" where one name is near, else what there is.
   *
   * @param kind what the names are, in the plural: "keys", "distributions"
   */
  public static String advice(String name, Collection<String> names, String kind) {
    Optional<String> nearest = of(name, names);
    if (nearest.isPresent()) {
      return "did you mean \"" + nearest.get() + "\"?";
    }
    if (names.isEmpty()) {
      return "there are no " + kind;
    }
    TreeSet<String> sorted = new TreeSet<>(names);
    String listed = String.join(", ", sorted.stream().limit(LISTED).toList());
    return "the " + kind + " are " + listed + (sorted.size() > LISTED ? ", ..." : "");
  }

  /** Edits that turn a into b: insert, delete, replace, or swap two neighbours. */
  static int distance(String a, String b) {
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        row[j] = Math.min(last[j - 1] + (same ? 0 : 1), Math.min(last[j], row[j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      beforeLast = last;
      last = row;
    }
    return last[b.length()];
  }
}
