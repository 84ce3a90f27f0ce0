package org.pushforward.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pushforward.engine.expr.Column;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Formulas;
import org.pushforward.engine.expr.Integral;
import org.pushforward.engine.expr.Parameter;
import org.pushforward.engine.kernel.simd.SimdBackend;

class CensusTest {
  private static final Expr S = Parameter.of("s");

  private static Program program(Expr e) {
    return Lowering.program(List.of(e), List.of("s"), List.of("unused", "x"));
  }

  @Test
  void operationsAreCountedAtTheRateTheyAreDone() {
    Expr e = Formulas.log(S).plus(Formulas.sqrt(S.times(Column.of("x"))));
    Census census = Census.of(List.of(e), program(e));
    assertEquals(Map.of("log", 1), census.functions().get(Rate.POINT));
    assertEquals(Map.of("add", 1, "multiply", 1, "sqrt", 1), census.functions().get(Rate.ROW));
    assertEquals(Map.of("add", 1, "mul", 1, "sqrt", 1), census.primitives().get(Rate.ROW));
    assertTrue(census.primitives().get(Rate.POINT).get("fma") > 5);
    assertFalse(census.functions().containsKey(Rate.EDGE));
    assertEquals(8, census.bytesPerRow());
    assertEquals(0, census.tableWork());
  }

  @Test
  void whatNeighbouringBinsShareIsCountedByEdge() {
    Column x = Column.edges("x");
    Expr e = Formulas.ahead(Formulas.sqrt(x)).minus(Formulas.sqrt(x));
    Census census = Census.of(List.of(e), program(e));
    assertEquals(Map.of("sqrt", 1), census.primitives().get(Rate.EDGE));
    assertEquals(Map.of("subtract", 1), census.functions().get(Rate.ROW));
  }

  @Test
  void whatAnIntegralRepeatsIsCountedAtItsRate() {
    Expr ofPoint = Integral.of(t -> Formulas.exp(S.times(t)), Expr.of(0), S);
    Expr ofRow = Integral.of(t -> Formulas.sqrt(t), Expr.of(0), Column.of("x"));
    Expr e = ofPoint.plus(ofRow);
    Census census = Census.of(List.of(e), program(e));
    assertEquals(
        Map.of("integral", 1, "exp", 1, "multiply", 1), census.functions().get(Rate.POINT));
    assertEquals(Map.of("integral", 1, "sqrt", 1, "add", 1), census.functions().get(Rate.ROW));
    // One step each of the search for the scale and of the sum.
    assertEquals(2, census.primitives().get(Rate.ROW).get("sqrt"));
  }

  @Test
  void generatedSourceIsThatOfTheProgram() {
    String source = new SimdBackend().source(program(Formulas.sqrt(Column.of("x"))));
    assertTrue(source.contains("implements BlockCode"), source);
    assertTrue(source.contains("VectorOperators.SQRT") || source.contains(".sqrt()"), source);
    assertEquals("", new ReferenceBackend().source(program(S)));
  }
}
