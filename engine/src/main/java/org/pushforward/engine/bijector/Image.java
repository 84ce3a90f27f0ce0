package org.pushforward.engine.bijector;

import org.pushforward.engine.expr.Expr;

/**
 * The image of a point.
 *
 * @param logDet log |d value / d point|
 */
public record Image(Expr value, Expr logDet) {}
