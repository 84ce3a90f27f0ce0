package org.pushforward.jobs.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.pushforward.jobs.result.Result;

/** The report of a result: one page that needs nothing else, and each of its plots as a file. */
public final class Report {
  private final Result result;
  private final List<Figure> figures;

  private Report(Result result) {
    this.result = result;
    this.figures = Figures.of(result.outcome());
  }

  public static Report of(Result result) {
    return new Report(result);
  }

  /** The text of {@code report.html}. */
  public String html() {
    return Page.of(result, figures);
  }

  /** Writes {@code report.html} and {@code plots/*.svg} into {@code folder}, which exists. */
  public void write(Path folder) throws IOException {
    Files.writeString(folder.resolve("report.html"), html());
    if (!figures.isEmpty()) {
      Path plots = Files.createDirectories(folder.resolve("plots"));
      for (Figure figure : figures) {
        Files.writeString(plots.resolve(figure.name() + ".svg"), figure.file());
      }
    }
  }
}
