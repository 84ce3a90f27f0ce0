package org.pushforward.jobs.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.pushforward.jobs.result.Fit;
import org.pushforward.jobs.result.Profile;
import org.pushforward.jobs.result.Profile.Interval;
import org.pushforward.jobs.result.Profile.Point;

/**
 * The NLL above its minimum along the scanned parameter, its derivative as arrows, the interval as
 * a band.
 */
final class ProfilePlot {
  private static final int WIDTH = 760;
  private static final double LEFT = 74;
  private static final double TOP = 14;
  private static final double FRAME = WIDTH - LEFT - 16;
  private static final double HEIGHT = 340;
  private static final double SLOPES = 104;
  private static final double ARROW = 44;
  // Arrows that start nearer to each other than this cover each other.
  private static final double SPACING = 1.15 * ARROW;

  private final Fit fit;
  private final Profile profile;
  private final List<Point> points; // by value, only those that are finite
  private final double minimum;

  ProfilePlot(Fit fit, Profile profile) {
    this.fit = fit;
    this.profile = profile;
    this.points =
        profile.points().stream()
            .filter(
                p ->
                    Double.isFinite(p.value())
                        && Double.isFinite(p.nll())
                        && Double.isFinite(p.gradient()))
            .sorted(Comparator.comparingDouble(Point::value))
            .toList();
    double low = Double.isFinite(fit.nll()) ? fit.nll() : Double.POSITIVE_INFINITY;
    for (Point point : points) {
      low = Math.min(low, point.nll());
    }
    this.minimum = low;
  }

  /**
   * The whole scan and, where the interval would be too small to see in it, the part near the
   * minimum.
   */
  List<Figure> figures(String file) {
    List<Figure> figures = new ArrayList<>();
    if (points.size() < 2) {
      return figures;
    }
    double[] whole = {points.get(0).value(), points.get(points.size() - 1).value()};
    figures.add(draw(file, whole, ""));
    Interval interval = profile.interval();
    if (interval != null && Double.isFinite(interval.low()) && Double.isFinite(interval.high())) {
      double width = interval.high() - interval.low();
      double[] near = {
        Math.max(whole[0], interval.low() - width), Math.min(whole[1], interval.high() + width)
      };
      boolean small =
          highest(whole) > 16 * interval.level(); // the level lower than a sixteenth of the frame
      if (small
          && points.stream().filter(p -> p.value() >= near[0] && p.value() <= near[1]).count()
              >= 3) {
        figures.add(draw(file + "-near", near, " Near the minimum."));
      }
    }
    return figures;
  }

  private Figure draw(String file, double[] range, String remark) {
    String name = profile.parameter();
    double margin = 0.04 * (range[1] - range[0]);
    double top = highest(range);
    Markup svg = new Markup();
    Panel panel =
        new Panel(
            svg,
            LEFT,
            TOP,
            FRAME,
            HEIGHT,
            new double[] {range[0] - margin, range[1] + margin},
            new double[] {-0.05 * top, 1.08 * top});
    panel.clip();
    Interval interval = profile.interval();
    double level = interval == null ? 0.5 : interval.level();
    if (interval != null && interval.low() < interval.high()) {
      panel.box(
          "band1",
          interval.low(),
          interval.high(),
          Double.NEGATIVE_INFINITY,
          Double.POSITIVE_INFINITY);
      for (double end : new double[] {interval.low(), interval.high()}) {
        if (Double.isFinite(end)) {
          panel.line("edge", end, panel.y().low(), end, level);
        }
      }
    }
    panel.line("zero", panel.x().low(), 0, panel.x().high(), 0);
    panel.line("level", panel.x().low(), level, panel.x().high(), level);
    panel.note("soft", panel.x().low(), level, 10, -6, "ΔNLL = " + Digits.rounded(level, 3));
    List<Double> values = points.stream().map(Point::value).toList();
    List<Double> rises = points.stream().map(p -> p.nll() - minimum).toList();
    panel.curve("under", values, rises, points.stream().map(Point::gradient).toList());
    int arrows = 0;
    double[] last = {Double.NEGATIVE_INFINITY, 0};
    for (int i = 0; i < points.size(); i++) {
      Point point = points.get(i);
      double[] pixel = {panel.x().at(point.value()), panel.y().at(rises.get(i))};
      boolean inside = point.value() >= range[0] && point.value() <= range[1];
      if (inside && Math.hypot(pixel[0] - last[0], pixel[1] - last[1]) >= SPACING) {
        last = pixel;
        arrows++;
        Arrow arrow = Arrow.tangent(panel, point.value(), rises.get(i), point.gradient(), ARROW);
        panel.path("shaft", arrow.shaft());
        panel.path("head", arrow.head());
      }
      panel.dot("scan", point.value(), rises.get(i), 2.8, describe(point));
    }
    Fit.Parameter best = fit.parameters().get(name);
    if (best != null && Double.isFinite(best.value())) {
      String label = name + " = " + Digits.withError(best.value(), best.error());
      panel.dot("best", best.value(), fit.nll() - minimum, 5, label + ", the fit's minimum");
      double place = (best.value() - panel.x().low()) / (panel.x().high() - panel.x().low());
      String anchor =
          place < 0.15
              ? "key"
              : place > 0.85 ? "key end" : "key middle"; // the label stays in the frame
      panel.note(anchor, best.value(), panel.y().high(), 0, 20, label);
    }
    panel.axes("", "ΔNLL");
    slopes(svg, panel, range);
    String caption =
        "The negative log-likelihood above its minimum, every other free parameter fitted at each point. Arrows: the direction (1, dNLL/d"
            + name
            + ") as computed, at "
            + arrows
            + " of the points; below, the derivative at each."
            + said(interval)
            + remark;
    return new Figure(
        file,
        "Profile of the NLL over " + name,
        caption,
        WIDTH,
        (int) (TOP + HEIGHT + 10 + SLOPES + 46),
        svg);
  }

  private static String said(Interval interval) {
    if (interval == null) {
      return "";
    }
    return " Shaded: "
        + Digits.rounded(interval.low(), 6)
        + " to "
        + Digits.rounded(interval.high(), 6)
        + ", where it stays below "
        + Digits.rounded(interval.level(), 3)
        + (interval.level() == 0.5 ? " (68.3 %)" : interval.level() == 2 ? " (95.4 %)" : "")
        + ".";
  }

  private String describe(Point point) {
    return profile.parameter()
        + " = "
        + Digits.rounded(point.value(), 7)
        + ", ΔNLL = "
        + Digits.rounded(point.nll() - minimum, 5)
        + ", derivative "
        + Digits.rounded(point.gradient(), 5);
  }

  /** The derivative at each point, under the frame that has the same x. */
  private void slopes(Markup svg, Panel above, double[] range) {
    List<Point> shown =
        points.stream().filter(p -> p.value() >= range[0] && p.value() <= range[1]).toList();
    List<Double> slopes = shown.stream().map(Point::gradient).toList();
    List<Double> withZero = new ArrayList<>(slopes);
    withZero.add(0.0);
    double[] xRange = {above.x().low(), above.x().high()};
    Panel panel =
        new Panel(svg, LEFT, TOP + HEIGHT + 10, FRAME, SLOPES, xRange, Scale.span(withZero, 0.12));
    panel.clip();
    Interval interval = profile.interval();
    if (interval != null && interval.low() < interval.high()) {
      panel.box(
          "band1",
          interval.low(),
          interval.high(),
          Double.NEGATIVE_INFINITY,
          Double.POSITIVE_INFINITY);
    }
    panel.line("zero", xRange[0], 0, xRange[1], 0);
    panel.curve("shaft", shown.stream().map(Point::value).toList(), slopes);
    for (Point point : shown) {
      panel.dot("head", point.value(), point.gradient(), 2.4, describe(point));
    }
    panel.axes(profile.parameter(), "dNLL / d" + profile.parameter());
  }

  private double highest(double[] range) {
    double highest = Double.MIN_NORMAL;
    for (Point point : points) {
      if (point.value() >= range[0] && point.value() <= range[1]) {
        highest = Math.max(highest, point.nll() - minimum);
      }
    }
    return highest;
  }
}
