package org.pushforward.engine.inference;

import org.pushforward.engine.optimize.Objective;
import org.pushforward.engine.optimize.SymmetricMatrix;

/** A negative log-likelihood of its free parameters, with exact derivatives. */
public interface Likelihood extends Objective {

  /** The Hessian at a point. */
  SymmetricMatrix hessian(double[] point);
}
