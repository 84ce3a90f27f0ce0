/** Invertible maps of the line, each giving value and log-determinant together. */
package org.pushforward.engine.bijector;
