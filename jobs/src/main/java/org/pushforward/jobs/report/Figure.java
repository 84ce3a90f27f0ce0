package org.pushforward.jobs.report;

/**
 * A drawing.
 *
 * @param name of its file, without the ending
 * @param title says what it shows to who cannot see it
 * @param caption under it in the page
 * @param content SVG marks within (0, 0, width, height)
 */
record Figure(String name, String title, String caption, int width, int height, Markup content) {

  /** The drawing within a page that has {@link Style#PLOT}. */
  Markup inPage() {
    Markup page = new Markup();
    page.open("figure");
    page.open("svg", "class", "plot", "role", "img", "aria-label", title, "viewBox", viewBox())
        .add(content)
        .close();
    page.element("figcaption", caption);
    return page.close();
  }

  /** The drawing as a file of its own. */
  String file() {
    Markup svg = new Markup();
    svg.open(
        "svg",
        "xmlns",
        "http://www.w3.org/2000/svg",
        "class",
        "plot",
        "role",
        "img",
        "width",
        Integer.toString(width),
        "height",
        Integer.toString(height),
        "viewBox",
        viewBox());
    svg.element("title", title);
    svg.element("style", Style.PLOT);
    svg.empty("rect", "class", "paper", "width", "100%", "height", "100%");
    return svg.add(content).close().toString();
  }

  private String viewBox() {
    return "0 0 " + width + " " + height;
  }
}
