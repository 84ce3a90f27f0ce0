package org.pushforward.jobs.spark;

import java.util.List;

/**
 * Where kernels ran.
 *
 * @param name of the backend that the driver chose
 * @param device the driver's
 * @param ranOn "MACHINE: DEVICE, BACKEND" of all that ran kernels
 * @param failures of devices whose work simd did, each with its machine
 */
public record BackendUse(String name, String device, List<String> ranOn, List<String> failures) {}
