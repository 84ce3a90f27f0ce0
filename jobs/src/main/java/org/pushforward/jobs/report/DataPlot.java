package org.pushforward.jobs.report;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.jobs.result.Likelihood.Curve;
import org.pushforward.jobs.result.Likelihood.Observable;

/** The data with their errors, the fitted curve through them, and the pulls below. */
final class DataPlot {
  private static final int WIDTH = 760;
  private static final double LEFT = 74;
  private static final double FRAME = WIDTH - LEFT - 16;
  private static final double HEIGHT = 300;
  private static final double PULLS = 104;
  // More points than this on 670 pixels run into each other.
  private static final int MOST_POINTS = 150;

  private DataPlot() {}

  static Figure of(String file, String name, Observable observable) {
    Bins bins = Bins.of(observable.histogram(), MOST_POINTS);
    double unit = bins.equalWidths() ? bins.width(0) : 1;
    Curve curve = observable.curve();

    Markup svg = new Markup();
    Legend legend = new Legend(svg, LEFT, LEFT + FRAME, 14);
    legend.dot("data");
    if (curve != null) {
      legend.line("fit", "fit");
      int part = 0;
      for (String component : curve.components().keySet()) {
        legend.line(partStyle(part++), component);
      }
    }
    double top = legend.bottom() + 8;
    double[] xRange = {bins.low(0), bins.high(bins.size() - 1)};

    Panel main = new Panel(svg, LEFT, top, FRAME, HEIGHT, xRange, heights(bins, unit, curve));
    main.clip();
    if (curve != null) {
      int part = 0;
      for (List<Double> component : curve.components().values()) {
        main.curve(partStyle(part++), curve.x(), times(component, unit));
      }
      main.curve("fit", curve.x(), times(curve.y(), unit));
    }
    double radius = bins.size() > 80 ? 2 : 2.8;
    for (int i = 0; i < bins.size(); i++) {
      double scale = unit / bins.width(i);
      double height = bins.count(i) * scale;
      double error = bins.error(i) * scale;
      main.line("bar", bins.centre(i), height - error, bins.centre(i), height + error);
      main.dot("data", bins.centre(i), height, radius, bins.describe(i, name));
    }
    String per = bins.equalWidths() ? Digits.rounded(unit, 3) : "unit of " + name;
    main.axes("", "events / " + per);

    double pullTop = top + HEIGHT + 10;
    double reach = 3.5;
    for (int i = 0; i < bins.size(); i++) {
      double pull = bins.pull(i);
      reach = Double.isFinite(pull) ? Math.max(reach, 1.1 * Math.abs(pull)) : reach;
    }
    Panel pulls = new Panel(svg, LEFT, pullTop, FRAME, PULLS, xRange, new double[] {-reach, reach});
    pulls.clip();
    pulls.box("band2", xRange[0], xRange[1], -2, 2);
    pulls.box("band1", xRange[0], xRange[1], -1, 1);
    pulls.line("zero", xRange[0], 0, xRange[1], 0);
    for (int i = 0; i < bins.size(); i++) {
      double pull = bins.pull(i);
      if (Double.isFinite(pull)) {
        pulls.line("bar", bins.centre(i), 0, bins.centre(i), pull);
        pulls.dot(
            "data",
            bins.centre(i),
            pull,
            radius,
            bins.describe(i, name) + ", pull " + Digits.rounded(pull, 3));
      }
    }
    pulls.axes(name, "pull");
    return new Figure(
        file,
        "Data and fit over " + name,
        caption(bins, observable),
        WIDTH,
        (int) (pullTop + PULLS + 46),
        svg);
  }

  private static String caption(Bins bins, Observable observable) {
    boolean weighted = observable.histogram().squares() != null;
    StringBuilder caption = new StringBuilder();
    caption.append("Points: data, ").append(weighted ? "± √Σw²" : "± √n");
    caption
        .append(". Line: the fitted model. Below: (data − expected) / ")
        .append(weighted ? "√Σw²" : "√expected");
    caption
        .append(", their squares add to ")
        .append(Digits.rounded(bins.chiSquare(), 4))
        .append(" in ");
    caption.append(bins.pulls()).append(" bins.");
    if (bins.merged() > 1) {
      caption.append(" Each point is ").append(bins.merged()).append(" bins of the result.");
    }
    if (observable.method().equals("unbinned")) {
      caption.append(" The fit is unbinned; the bins are for the eye.");
    }
    return caption.toString();
  }

  private static double[] heights(Bins bins, double unit, Curve curve) {
    List<Double> all = new ArrayList<>(List.of(0.0));
    for (int i = 0; i < bins.size(); i++) {
      double scale = unit / bins.width(i);
      all.add((bins.count(i) + bins.error(i)) * scale);
      all.add((bins.count(i) - bins.error(i)) * scale);
    }
    if (curve != null) {
      all.addAll(times(curve.y(), unit));
    }
    double[] span = Scale.span(all, 0.06);
    return new double[] {
      Math.min(span[0], 0) < -0.07 * span[1] ? span[0] : 0, span[1]
    }; // below 0 for negative weights only
  }

  private static List<Double> times(List<Double> values, double factor) {
    return values.stream().map(v -> v * factor).toList();
  }

  private static String partStyle(int part) {
    return "part" + part % 3;
  }
}
