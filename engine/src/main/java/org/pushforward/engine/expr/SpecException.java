package org.pushforward.engine.expr;

/** A mistake in a spec, a model or the data, told to the person who made it. */
public final class SpecException extends RuntimeException {
  // Longer lines are cut to a window around the place, so that the carets stay under it.
  private static final int WIDTH = 110;
  private static final String INDENT = "    ";

  private final Place place;
  private final String problem;
  private final String advice;

  /**
   * @param problem what is wrong, in one clause
   * @param advice what to do about it; empty if the problem says all
   */
  public SpecException(Place place, String problem, String advice) {
    super(render(place, problem, advice));
    this.place = place;
    this.problem = problem;
    this.advice = advice;
  }

  public Place place() {
    return place;
  }

  public String problem() {
    return problem;
  }

  public String advice() {
    return advice;
  }

  private static String render(Place place, String problem, String advice) {
    StringBuilder out = new StringBuilder();
    out.append(place).append(": ").append(problem);
    if (place.column() > 0) {
      appendMarkedLine(out, place);
    }
    if (!advice.isEmpty()) {
      out.append('\n').append(INDENT).append(advice.replace("\n", "\n" + INDENT));
    }
    return out.toString();
  }

  private static void appendMarkedLine(StringBuilder out, Place place) {
    String line = place.lineText().stripTrailing();
    int start = Math.min(place.column() - 1, line.length());
    int end = Math.max(start + 1, Math.min(start + place.length(), line.length()));
    int from = Math.min(line.length() - line.stripLeading().length(), start);
    int to = line.length();
    if (to - from > WIDTH) {
      from = Math.max(from, Math.min(start - WIDTH / 2, to - WIDTH));
      to = Math.min(to, from + WIDTH);
    }
    out.append('\n').append(INDENT).append(line, from, to);
    out.append('\n').append(INDENT);
    for (int i = from; i < start; i++) {
      out.append(line.charAt(i) == '\t' ? '\t' : ' ');
    }
    out.append("^".repeat(Math.max(1, Math.min(end, Math.max(to, start + 1)) - start)));
  }
}
