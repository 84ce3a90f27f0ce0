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
   */
  public record Part(List<String> names, RandomVector vector) {
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
