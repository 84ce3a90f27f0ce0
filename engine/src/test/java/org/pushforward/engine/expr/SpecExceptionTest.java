package org.pushforward.engine.expr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpecExceptionTest {

  @Test
  void messageShowsTheLineWithCaretsUnderTheMistake() {
    String line = "    mass ~ mix(f -> cauchi(m, g) + normal(0, s), ...)";
    Place place = new Place("model.yaml", 7, line.indexOf("cauchi") + 1, 6, line);
    String advice = Nearest.advice("cauchi", List.of("normal", "cauchy"), "distributions");
    assertEquals(
        String.join(
            "\n",
            "model.yaml:7:21: there is no distribution \"cauchi\"",
            "    mass ~ mix(f -> cauchi(m, g) + normal(0, s), ...)",
            "                    ^^^^^^",
            "    did you mean \"cauchy\"?"),
        new SpecException(place, "there is no distribution \"cauchi\"", advice).getMessage());
  }

  @Test
  void caretsStayUnderTheMistakeInALongLine() {
    String line = "a".repeat(300) + "WRONG" + "b".repeat(300);
    String[] message =
        new SpecException(new Place("s", 1, 301, 5, line), "p", "").getMessage().split("\n");
    assertEquals(message[1].indexOf("WRONG"), message[2].indexOf("^^^^^"));
    assertTrue(message[1].length() < 120);
  }

  @Test
  void mistakeAtTheEndOfTheLineHasACaretBehindIt() {
    String[] message =
        new SpecException(new Place("s", 1, 4, 1, "abc"), "p", "").getMessage().split("\n");
    assertEquals("    abc", message[1]);
    assertEquals("       ^", message[2]);
  }

  @Test
  void placeWithoutLineShowsNone() {
    assertEquals(
        "data.csv: there is no such file",
        new SpecException(Place.of("data.csv"), "there is no such file", "").getMessage());
  }

  @Test
  void nearestNameForgivesASlipButInventsNothing() {
    List<String> names = List.of("normal", "uniform", "exponential", "cauchy");
    assertEquals(Optional.of("normal"), Nearest.of("nomral", names));
    assertEquals(Optional.of("exponential"), Nearest.of("Exponental", names));
    assertEquals(Optional.empty(), Nearest.of("gamma", names));
    assertEquals(Optional.empty(), Nearest.of("x", List.of("y")));
    assertEquals(
        "the distributions are cauchy, exponential, normal, uniform",
        Nearest.advice("gamma", names, "distributions"));
  }

  @Test
  void distanceCountsASwapOfNeighboursOnce() {
    assertEquals(1, Nearest.distance("nomral", "normal"));
    assertEquals(3, Nearest.distance("kitten", "sitting"));
    assertEquals(4, Nearest.distance("", "abcd"));
  }

  @Test
  void textMapsAnOffsetToItsLineOfTheFile() {
    Text text =
        new Text(
            "x ~ a\ny ~ bad\n",
            "f.yaml",
            List.of(new Text.Piece(0, 5, 3, "  x ~ a"), new Text.Piece(6, 6, 3, "  y ~ bad")));
    int bad = text.value().indexOf("bad");
    assertEquals(new Place("f.yaml", 6, 7, 3, "  y ~ bad"), text.place(bad, bad + 3));
    assertEquals(new Place("f.yaml", 6, 10, 1, "  y ~ bad"), text.place(14, 14));
    assertEquals(new Place("f.yaml", 5, 3, 5, "  x ~ a"), text.place());
  }
}
