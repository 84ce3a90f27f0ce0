package org.pushforward.jobs.result;

import java.util.List;
import java.util.Map;

/**
 * All that may differ between two runs of one spec.
 *
 * @param seconds from the start of the job to its last number
 * @param started ISO 8601, in UTC
 * @param environment versions and sizes of what it ran on, by name
 * @param work how busy its cores were
 * @param stages seconds of the parts of the job, in the order they ran
 */
public record Run(
    double seconds,
    Backend backend,
    String master,
    String started,
    Map<String, String> environment,
    Work work,
    Map<String, Double> stages) {

  public Run {
    environment = Ordered.copy(environment);
    stages = Ordered.copy(stages);
  }

  /**
   * Work on data: kernels over blocks of rows, and the like.
   *
   * @param seconds of all threads together
   * @param wall seconds from the first work begun to the last merged
   * @param cores that could work at once
   */
  public record Work(double seconds, double wall, int cores) {}

  /**
   * Where kernels ran.
   *
   * @param name {@code simd} or {@code opencl}, as chosen
   * @param device what that is on the driver's machine
   * @param ranOn "MACHINE: DEVICE, BACKEND" of all that ran kernels
   * @param failures of devices whose work another backend did, each with its machine
   */
  public record Backend(String name, String device, List<String> ranOn, List<String> failures) {
    public Backend {
      ranOn = List.copyOf(ranOn);
      failures = List.copyOf(failures);
    }
  }
}
