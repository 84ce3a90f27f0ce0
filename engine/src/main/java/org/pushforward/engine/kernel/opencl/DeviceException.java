package org.pushforward.engine.kernel.opencl;

/**
 * A device that cannot do what it was asked for: it cannot be opened or has no doubles, does not
 * build a source, has no memory left, or was lost. What it should have computed can be computed
 * elsewhere, to the same bits.
 */
public final class DeviceException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** One line that names the device. */
  public DeviceException(String message) {
    super(message);
  }
}
