/**
 * Programs as generated OpenCL C, and computations of fixed shape, run through Aparapi's native
 * runner; no other package imports Aparapi.
 */
package org.pushforward.engine.kernel.opencl;
