package org.pushforward.jobs.spark;

/** Which backend the user asked for. */
public enum BackendChoice {
  /** A GPU if there is one, else the CPU. */
  AUTO,
  SIMD,
  OPENCL
}
