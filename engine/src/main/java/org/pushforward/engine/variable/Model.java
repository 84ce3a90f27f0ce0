package org.pushforward.engine.variable;

import java.util.Map;
import java.util.Set;

/**
 * What a model text says.
 *
 * @param variables observables by name, in the text's order
 * @param parameters names that stand for parameters, in the order of their first use
 */
public record Model(Map<String, RandomVariable> variables, Set<String> parameters) {}
