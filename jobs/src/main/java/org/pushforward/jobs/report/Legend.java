package org.pushforward.jobs.report;

/** A row of keys above a frame, which goes on in a new row where one would pass the right edge. */
final class Legend {
  private static final double ROW = 18;
  // Of the 12.5 px sans-serif of Style.PLOT, on the wide side.
  private static final double LETTER = 6.9;
  private static final int LONGEST = 60;

  private final Markup svg;
  private final double left;
  private final double right;
  private double x;
  private double y;

  Legend(Markup svg, double left, double right, double top) {
    this.svg = svg;
    this.left = left;
    this.right = right;
    this.x = left;
    this.y = top;
  }

  /** A dot with an error bar. */
  void dot(String name) {
    place(name);
    svg.empty("path", "class", "bar", "d", "M" + px(x + 10) + " " + px(y - 7) + "v14");
    svg.empty("circle", "class", "data", "cx", px(x + 10), "cy", px(y), "r", "2.4");
    name(name);
  }

  /** A line in the style of a curve. */
  void line(String style, String name) {
    place(name);
    svg.empty("path", "class", style, "d", "M" + px(x) + " " + px(y) + "h22");
    name(name);
  }

  /** Where the rows end. */
  double bottom() {
    return y + ROW / 2;
  }

  private void place(String name) {
    if (x > left && x + width(name) > right) {
      x = left;
      y += ROW;
    }
  }

  private void name(String name) {
    svg.open("text", "class", "key", "x", px(x + 28), "y", px(y + 4)).text(shown(name));
    svg.element("title", name).close();
    x += width(name);
  }

  private static String shown(String name) {
    return name.length() <= LONGEST ? name : name.substring(0, LONGEST - 1) + "…";
  }

  private static double width(String name) {
    return 28 + LETTER * shown(name).length() + 14;
  }

  private static String px(double value) {
    return Digits.coordinate(value);
  }
}
