package org.pushforward.jobs.spark;

/** Which backend the user asked for. */
public enum BackendChoice {
  /** What is quickest where no GPU has been asked for: {@link #SIMD}. */
  AUTO,
  SIMD,
  /** The first GPU, or the first OpenCL device of any kind. */
  OPENCL
}
