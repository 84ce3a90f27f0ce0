package org.pushforward.jobs.report;

import java.util.List;

/** A frame with axes, and marks placed in its units. */
final class Panel {
  private static final double MAJOR = 6;
  private static final double MINOR = 3;

  private final Markup svg;
  private final Scale x;
  private final Scale y;

  /** The frame's pixels from (left, top), and the ranges {@code [low, high]} of its axes. */
  Panel(
      Markup svg,
      double left,
      double top,
      double width,
      double height,
      double[] xRange,
      double[] yRange) {
    this.svg = svg;
    this.x = new Scale(xRange[0], xRange[1], left, left + width);
    this.y = new Scale(yRange[0], yRange[1], top + height, top);
  }

  Scale x() {
    return x;
  }

  Scale y() {
    return y;
  }

  /** Starts marks that are cut at the frame; {@link #axes} ends them and draws over them. */
  void clip() {
    String left = px(x.start());
    String top = px(y.end());
    String width = px(x.end() - x.start());
    String height = px(y.start() - y.end());
    svg.open(
        "svg",
        "x",
        left,
        "y",
        top,
        "width",
        width,
        "height",
        height,
        "viewBox",
        left + " " + top + " " + width + " " + height);
  }

  /**
   * Frame, ticks to the inside on all four sides, labels and titles; an empty {@code xTitle} leaves
   * the labels of x out.
   */
  void axes(String xTitle, String yTitle) {
    svg.close();
    double left = x.start();
    double right = x.end();
    double top = y.end();
    double bottom = y.start();
    double xStep = x.step((int) Math.max(2, (right - left) / 80));
    double yStep = y.step((int) Math.max(3, (bottom - top) / 48));
    StringBuilder ticks = new StringBuilder();
    for (double value : x.ticks(xStep / 5)) {
      double size = isMultiple(value, xStep) ? MAJOR : MINOR;
      ticks.append(line(x.at(value), bottom, x.at(value), bottom - size));
      ticks.append(line(x.at(value), top, x.at(value), top + size));
    }
    for (double value : y.ticks(yStep / 5)) {
      double size = isMultiple(value, yStep) ? MAJOR : MINOR;
      ticks.append(line(left, y.at(value), left + size, y.at(value)));
      ticks.append(line(right, y.at(value), right - size, y.at(value)));
    }
    svg.empty("path", "class", "tick", "d", ticks.toString());
    svg.empty(
        "rect",
        "class",
        "frame",
        "x",
        px(left),
        "y",
        px(top),
        "width",
        px(right - left),
        "height",
        px(bottom - top));
    if (!xTitle.isEmpty()) {
      for (double value : x.ticks(xStep)) {
        svg.element(
            "text",
            Digits.tick(value, xStep),
            "class",
            "label middle",
            "x",
            px(x.at(value)),
            "y",
            px(bottom + 17));
      }
      svg.element("text", xTitle, "class", "title end", "x", px(right), "y", px(bottom + 36));
    }
    for (double value : y.ticks(yStep)) {
      svg.element(
          "text",
          Digits.tick(value, yStep),
          "class",
          "label end",
          "x",
          px(left - 7),
          "y",
          px(y.at(value) + 4));
    }
    if (yTitle.isEmpty()) {
      return;
    }
    String place = "translate(" + px(left - 52) + " " + px(top) + ") rotate(-90)";
    svg.element("text", yTitle, "class", "title end", "transform", place);
  }

  /** Straight lines from point to point, broken where a coordinate is not finite. */
  void curve(String style, List<Double> xs, List<Double> ys) {
    StringBuilder path = new StringBuilder();
    boolean pen = false;
    for (int i = 0; i < xs.size(); i++) {
      boolean finite = Double.isFinite(xs.get(i)) && Double.isFinite(ys.get(i));
      if (finite) {
        path.append(pen ? 'L' : 'M').append(point(xs.get(i), ys.get(i)));
      }
      pen = finite;
    }
    path(style, path.toString());
  }

  /**
   * The curve through the points that has their slopes: cubic Hermite pieces, drawn as Bezier
   * curves.
   */
  void curve(String style, List<Double> xs, List<Double> ys, List<Double> slopes) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < xs.size(); i++) {
      if (i == 0) {
        path.append('M').append(point(xs.get(0), ys.get(0)));
        continue;
      }
      double third = (xs.get(i) - xs.get(i - 1)) / 3;
      path.append('C')
          .append(point(xs.get(i - 1) + third, ys.get(i - 1) + third * slopes.get(i - 1)));
      path.append(' ').append(point(xs.get(i) - third, ys.get(i) - third * slopes.get(i)));
      path.append(' ').append(point(xs.get(i), ys.get(i)));
    }
    path(style, path.toString());
  }

  void path(String style, String path) {
    svg.empty("path", "class", style, "d", path);
  }

  /** The box between two corners; infinite ones are the frame's. */
  void box(String style, double x0, double x1, double y0, double y1) {
    double left = x.at(Math.max(x.low(), Math.min(x0, x1)));
    double right = x.at(Math.min(x.high(), Math.max(x0, x1)));
    double top = y.at(Math.min(y.high(), Math.max(y0, y1)));
    double bottom = y.at(Math.max(y.low(), Math.min(y0, y1)));
    if (right > left && bottom > top) {
      svg.empty(
          "rect",
          "class",
          style,
          "x",
          px(left),
          "y",
          px(top),
          "width",
          px(right - left),
          "height",
          px(bottom - top));
    }
  }

  void line(String style, double x0, double y0, double x1, double y1) {
    path(style, line(x.at(x0), y.at(y0), x.at(x1), y.at(y1)));
  }

  /** A dot whose tooltip is {@code tip}. */
  void dot(String style, double atX, double atY, double radius, String tip) {
    svg.open("circle", "class", style, "cx", px(x.at(atX)), "cy", px(y.at(atY)), "r", px(radius));
    svg.element("title", tip).close();
  }

  /** A text beside (atX, atY), {@code dx} and {@code dy} pixels away. */
  void note(String style, double atX, double atY, double dx, double dy, String text) {
    svg.element("text", text, "class", style, "x", px(x.at(atX) + dx), "y", px(y.at(atY) + dy));
  }

  private String point(double atX, double atY) {
    return px(x.at(atX)) + " " + px(y.at(atY));
  }

  private static String line(double x0, double y0, double x1, double y1) {
    return "M" + px(x0) + " " + px(y0) + "L" + px(x1) + " " + px(y1);
  }

  private static boolean isMultiple(double value, double step) {
    return Math.abs(Math.IEEEremainder(value, step)) < 1e-6 * step;
  }

  private static String px(double value) {
    return Digits.coordinate(value);
  }
}
