package org.pushforward.engine.kernel.opencl;

import com.aparapi.Config;
import com.aparapi.device.Device;
import com.aparapi.device.OpenCLDevice;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A device that OpenCL offers on this machine. */
public final class OpenClDevice {
  // Held, because a logger that nothing holds forgets its level. Aparapi would log at SEVERE that
  // a machine has no OpenCL, which is no error of ours: list() is empty there.
  private static final Logger APARAPI = Logger.getLogger(Config.getLoggerName());

  private final OpenCLDevice device;
  private final int width;
  private final HeldColumns held;

  private OpenClDevice(OpenCLDevice device, int width, long mostHeld) {
    this.device = device;
    this.width = width;
    held = new HeldColumns(mostHeld);
    // Aparapi's buffers are to be the device's own: of shared ones it forgets that the garbage
    // collector moves them.
    device.setSharedMemory(false);
  }

  /**
   * The devices of all platforms; none if there is no OpenCL library or Aparapi has no code here.
   */
  public static List<OpenClDevice> list() {
    synchronized (NativeKernel.LOCK) {
      APARAPI.setLevel(Level.OFF);
      return OpenCLDevice.listDevices(null).stream()
          // A CPU's lanes are vectors of rows, a GPU's are work-items.
          .map(d -> new OpenClDevice(d, d.getType() == Device.TYPE.CPU ? 8 : 1, mostHeld(d)))
          .toList();
    }
  }

  /** Of the device a part, for it may have other users, and of the heap, where copies stand. */
  private static long mostHeld(OpenCLDevice device) {
    return Math.min(device.getGlobalMemSize() / 4, Runtime.getRuntime().maxMemory() / 8);
  }

  /** What to compute on: the first GPU, or the first device of any kind. */
  public static Optional<OpenClDevice> best() {
    List<OpenClDevice> all = list();
    return all.stream().filter(OpenClDevice::isGpu).findFirst().or(() -> all.stream().findFirst());
  }

  /** Its name and its platform's. */
  public String name() {
    return model() + " (" + platform() + ")";
  }

  /** Its name alone. */
  public String model() {
    return device.getName();
  }

  public String platform() {
    return device.getOpenCLPlatform().getName();
  }

  public boolean isGpu() {
    return device.getType() == Device.TYPE.GPU;
  }

  public boolean isCpu() {
    return device.getType() == Device.TYPE.CPU;
  }

  /**
   * Whether it computes with doubles, without which no program runs on it.
   *
   * @throws DeviceException if it cannot be opened
   */
  public boolean hasDoubles() {
    return NativeKernel.hasDoubles(this);
  }

  /** Bytes of its memory. */
  public long memory() {
    return device.getGlobalMemSize();
  }

  /** Bytes of the largest buffer in it. */
  public long largestBuffer() {
    return device.getMaxMemAllocSize();
  }

  public int computeUnits() {
    return device.getMaxComputeUnits();
  }

  OpenCLDevice aparapi() {
    return device;
  }

  /** Rows of a work-item. */
  int width() {
    return width;
  }

  /** The same device with another width. */
  OpenClDevice ofWidth(int rows) {
    return new OpenClDevice(device, rows, mostHeld(device));
  }

  /** The same device, on which at most so many bytes of data stay. */
  OpenClDevice holding(long bytes) {
    return new OpenClDevice(device, width, bytes);
  }

  /** Work-items of a group: some hundred rows, so that short blocks are not padded much. */
  int group() {
    return width == 1 ? 64 : 16;
  }

  /** Work-items of a group that shares its sums. */
  int sumGroup() {
    return width == 1 ? 64 : 1;
  }

  /** Groups that keep it busy: more than its units, for some take longer than others. */
  int groups() {
    return 8 * computeUnits();
  }

  /** The data on it. */
  HeldColumns held() {
    return held;
  }

  @Override
  public String toString() {
    return name();
  }
}
