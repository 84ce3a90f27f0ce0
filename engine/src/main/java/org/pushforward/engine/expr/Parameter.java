package org.pushforward.engine.expr;

import java.util.List;

/** A parameter of the model: one value for each parameter point. */
public final class Parameter extends Expr {
  private final String name;

  private Parameter(String name) {
    super(false, 31 * name.hashCode() + 1);
    this.name = name;
  }

  public static Parameter of(String name) {
    return (Parameter) Interner.intern(new Parameter(name));
  }

  public String name() {
    return name;
  }

  @Override
  public List<Expr> operands() {
    return List.of();
  }

  @Override
  boolean same(Expr other) {
    return other instanceof Parameter p && p.name.equals(name);
  }
}
