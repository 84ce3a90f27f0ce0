package org.pushforward.jobs.report;

import java.util.List;

/** Several curves over the same x, each in a small frame of its own. */
final class SmallMultiples {
  private static final int WIDTH = 760;
  private static final double LEFT = 62;
  private static final double HEIGHT = 150;
  private static final double CELL = HEIGHT + 74;

  private SmallMultiples() {}

  /** One curve, named on its axis. */
  record Series(String name, List<Double> y) {}

  static Figure of(
      String file,
      String title,
      String caption,
      String xName,
      List<Double> x,
      List<Series> series,
      int columns) {
    double cellWidth = (WIDTH + 8.0) / columns;
    Markup svg = new Markup();
    double[] xRange = Scale.span(x, 0.02);
    for (int i = 0; i < series.size(); i++) {
      Series one = series.get(i);
      double left = i % columns * cellWidth + LEFT;
      double top = Math.floorDiv(i, columns) * CELL + 24;
      Panel panel =
          new Panel(
              svg, left, top, cellWidth - LEFT - 18, HEIGHT, xRange, Scale.span(one.y(), 0.08));
      panel.clip();
      if (panel.y().low() < 0 && panel.y().high() > 0) {
        panel.line("zero", xRange[0], 0, xRange[1], 0);
      }
      panel.curve("fit", x, one.y());
      for (int k = 0; k < x.size(); k++) {
        if (Double.isFinite(x.get(k)) && Double.isFinite(one.y().get(k))) {
          String tip =
              xName
                  + " = "
                  + Digits.rounded(x.get(k), 7)
                  + ", "
                  + one.name()
                  + " = "
                  + Digits.rounded(one.y().get(k), 7);
          panel.dot("scan", x.get(k), one.y().get(k), x.size() > 60 ? 1.6 : 2.4, tip);
        }
      }
      panel.axes(xName, "");
      svg.element(
          "text",
          one.name(),
          "class",
          "title",
          "x",
          Digits.coordinate(left),
          "y",
          Digits.coordinate(top - 8));
    }
    int rows = (series.size() + columns - 1) / columns;
    return new Figure(file, title, caption, WIDTH, (int) (rows * CELL), svg);
  }
}
