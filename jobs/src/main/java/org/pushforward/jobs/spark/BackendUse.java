package org.pushforward.jobs.spark;

import java.util.List;

/**
 * Where kernels ran.
 *
 * @param name of the backend
 * @param device the driver's
 * @param machines that ran tasks; none where the driver did everything
 */
public record BackendUse(String name, String device, List<String> machines) {}
