package org.pushforward.jobs.report;

/**
 * An arrow along the tangent of a curve, in pixels.
 *
 * <p>A slope dy/dx is the direction (1, dy/dx) in the plot's units, so (sx, sy dy/dx) in pixels
 * with the scales' pixels per unit sx and sy; sy is negative, for pixels grow downwards.
 */
record Arrow(double fromX, double fromY, double toX, double toY) {
  private static final double HEAD = 6.5;
  private static final double HALF_WIDTH = 2.6;

  /** The arrow from (x, y) with the given slope, {@code length} pixels long. */
  static Arrow tangent(Panel panel, double x, double y, double slope, double length) {
    double dx = panel.x().slope();
    double dy = panel.y().slope() * slope;
    double norm = Math.hypot(dx, dy);
    double fromX = panel.x().at(x);
    double fromY = panel.y().at(y);
    return new Arrow(fromX, fromY, fromX + length * dx / norm, fromY + length * dy / norm);
  }

  /** The shaft, up to the head. */
  String shaft() {
    return "M" + at(fromX, fromY) + "L" + at(toX - HEAD * unitX(), toY - HEAD * unitY());
  }

  /** The head, a filled triangle. */
  String head() {
    double backX = toX - HEAD * unitX();
    double backY = toY - HEAD * unitY();
    double sideX = -HALF_WIDTH * unitY();
    double sideY = HALF_WIDTH * unitX();
    return "M"
        + at(toX, toY)
        + "L"
        + at(backX + sideX, backY + sideY)
        + "L"
        + at(backX - sideX, backY - sideY)
        + "Z";
  }

  private double unitX() {
    return (toX - fromX) / Math.hypot(toX - fromX, toY - fromY);
  }

  private double unitY() {
    return (toY - fromY) / Math.hypot(toX - fromX, toY - fromY);
  }

  private static String at(double x, double y) {
    return Digits.coordinate(x) + " " + Digits.coordinate(y);
  }
}
