package org.pushforward.engine.kernel;

/** Runs programs. Every backend gives the same bits. */
public interface Backend {

  /** A kernel for this program; compiled once per JVM, usable by many threads. */
  Kernel kernel(Program program);

  /** The code that it generates for a program; empty if it generates none. */
  default String source(Program program) {
    return "";
  }

  /** What results name it by: {@code simd}, {@code opencl}, {@code reference}. */
  String name();
}
