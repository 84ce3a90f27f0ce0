/** Sums of independent variables: closed forms, and numeric ones with a stated error. */
package org.pushforward.engine.convolution;
