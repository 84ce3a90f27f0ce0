/**
 * Programs as generated OpenCL C, run through Aparapi's native runner; no other package imports
 * Aparapi.
 */
package org.pushforward.engine.kernel.opencl;
