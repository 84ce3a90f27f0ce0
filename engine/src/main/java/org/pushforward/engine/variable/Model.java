package org.pushforward.engine.variable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a model text says.
 *
 * @param parts what is declared and not used otherwise, in the text's order; independent of each
 *     other
 * @param parameters names that stand for parameters, in the order of their first use
 * @param used names of the variables that others are made of, which are no observables
 */
public record Model(List<Part> parts, Set<String> parameters, Set<String> used) {

  /**
   * Observables that were declared together.
   *
   * @param names of the components
   * @param said how they came about, as the text has it
   */
  public record Part(List<String> names, RandomVector vector, String said) {
    public Part {
      names = List.copyOf(names);
      if (names.size() != vector.dimension()) {
        throw new IllegalArgumentException(names + " of " + vector.dimension() + " components");
      }
    }

    /** Whether its observables depend on each other. */
    public boolean isJoint() {
      return !(vector instanceof Independent);
    }

    /** The same observables of another vector. */
    public Part with(RandomVector other) {
      return new Part(names, other, said);
    }

    /** Its name, or those of its components. */
    public String name() {
      return String.join(", ", names);
    }

    /** Whether it is one variable, which has a distribution function. */
    public boolean isScalar() {
      return names.size() == 1 && !isJoint();
    }

    /** The one variable, if it {@link #isScalar}. */
    public RandomVariable variable() {
      if (!isScalar()) {
        throw new IllegalStateException(name() + " is a vector");
      }
      return ((Independent) vector).components().get(0);
    }

    /** Its observables that are independent of all others, by name. */
    public Map<String, RandomVariable> variables() {
      Map<String, RandomVariable> variables = new LinkedHashMap<>();
      if (vector instanceof Independent independent) {
        names.forEach(n -> variables.put(n, independent.components().get(variables.size())));
      }
      return variables;
    }
  }

  public Model {
    parts = List.copyOf(parts);
  }

  /** All observables. */
  public List<String> names() {
    return parts.stream().flatMap(part -> part.names().stream()).toList();
  }

  /** The observables that are independent of all others, by name. */
  public Map<String, RandomVariable> variables() {
    Map<String, RandomVariable> variables = new LinkedHashMap<>();
    parts.forEach(part -> variables.putAll(part.variables()));
    return variables;
  }
}
