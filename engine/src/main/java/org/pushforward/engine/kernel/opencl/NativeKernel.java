package org.pushforward.engine.kernel.opencl;

import com.aparapi.Kernel;
import com.aparapi.Range;
import com.aparapi.internal.jni.KernelArgJNI;
import com.aparapi.internal.jni.KernelRunnerJNI;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * OpenCL C source built for a device, and its buffers, by the native code under Aparapi's own
 * kernels.
 *
 * <p>{@code OpenCLDevice.bind}, made for such source, cannot be used: in Aparapi 3.0.2 it unpins an
 * array before the device has written to it, pins one twice when the garbage collector has moved it
 * (which stops garbage collection for good), and reports no error of a launch.
 */
final class NativeKernel extends KernelRunnerJNI {
  /** Aparapi's native code is entered by one thread at a time. */
  static final Object LOCK = new Object();

  /** Source of a kernel that any device can build. */
  private static final String NOTHING = "__kernel void run(int pass) {}";

  /** Buffers are powers of two, at most this many times larger than asked for. */
  private static final int SLACK = 4;

  /** Doubles of the smallest buffer; OpenCL has no empty ones. */
  private static final int SMALLEST = 16;

  /**
   * An argument of the kernel: an array and its copy on the device, made at the first launch with
   * this array (and again when the garbage collector has moved the array, so that the array must go
   * on to hold what the kernel is to read).
   */
  static final class Buffer extends KernelArgJNI {
    private boolean isNew;

    private Buffer(String argument, int bits) {
      name = argument;
      type = ARG_ARRAY | ARG_GLOBAL | bits;
    }

    private void set(Object values, int length, int elementBytes) {
      javaArray = values;
      numElements = length;
      sizeInBytes = length * elementBytes;
      isNew = true;
    }

    /** Bytes that the next launch sends to the device. */
    private long upload() {
      long copies = (isNew ? 1 : 0) + ((type & ARG_EXPLICIT) == 0 ? 1 : 0);
      isNew = false;
      return copies * sizeInBytes;
    }
  }

  // Guarded by LOCK.
  private static long uploaded;
  private static int open;

  private final OpenClDevice device;
  private final String source;
  private final ByteBuffer in = ByteBuffer.allocateDirect(Integer.BYTES);
  private final ByteBuffer out = ByteBuffer.allocateDirect(Integer.BYTES);
  private Buffer[] buffers = {};
  private long handle;

  /**
   * @throws DeviceException if the device cannot compute with doubles or build the source
   */
  NativeKernel(OpenClDevice device, String source) {
    this(device, source, true);
  }

  private NativeKernel(OpenClDevice device, String source, boolean needsDoubles) {
    this.device = device;
    this.source = source;
    // Where one of these fails the context stays: Aparapi crashes on the disposal of one that has
    // built nothing or has not been told its arguments.
    synchronized (LOCK) {
      handle = initJNI(new Entry(), device.aparapi(), 0);
      if (handle == 0) {
        throw new DeviceException("OpenCL device " + device + " cannot be opened");
      }
      if (needsDoubles && !doubles()) {
        throw new DeviceException("OpenCL device " + device + " cannot compute with doubles");
      }
      if (buildProgramJNI(handle, source, "") == 0) {
        throw failure("cannot build the kernel, for the reason on standard error");
      }
      open++;
    }
  }

  /**
   * Whether a device computes with doubles.
   *
   * @throws DeviceException if it cannot be opened
   */
  static boolean hasDoubles(OpenClDevice device) {
    synchronized (LOCK) {
      NativeKernel nothing = new NativeKernel(device, NOTHING, false);
      nothing.arguments();
      boolean doubles = nothing.doubles();
      nothing.dispose();
      return doubles;
    }
  }

  private boolean doubles() {
    return getExtensionsJNI(handle).contains("cl_khr_fp64");
  }

  /** What the kernel reads: uploaded at every launch. */
  static Buffer input(String name, boolean integers) {
    return new Buffer(name, (integers ? ARG_INT : ARG_DOUBLE) | ARG_READ);
  }

  /** What the kernel reads: uploaded once for each array. */
  static Buffer held(String name) {
    return new Buffer(name, ARG_DOUBLE | ARG_READ | ARG_EXPLICIT);
  }

  /** What the kernel writes: stays on the device until it is fetched. */
  static Buffer output(String name) {
    return new Buffer(name, ARG_DOUBLE | ARG_READ | ARG_WRITE | ARG_EXPLICIT);
  }

  /** What the kernel changes: uploaded at every launch, and brought back by it. */
  static Buffer both(String name) {
    return new Buffer(name, ARG_DOUBLE | ARG_READ | ARG_WRITE);
  }

  /** Makes this array the content of a buffer from the next launch on. */
  static void set(Buffer buffer, double[] values) {
    buffer.set(values, values.length, Double.BYTES);
  }

  /** Makes this array the content of a buffer from the next launch on. */
  static void set(Buffer buffer, int[] values) {
    buffer.set(values, values.length, Integer.BYTES);
  }

  /** The array, or a new one as the buffer's content, of at least so many elements. */
  double[] sized(Buffer buffer, double[] array, long elements) {
    long length = Math.max(elements, SMALLEST);
    if (length <= array.length && array.length <= SLACK * length) {
      return array;
    }
    long rounded = Long.highestOneBit(length - 1) << 1;
    long most = Math.min(device.largestBuffer() / Double.BYTES, Integer.MAX_VALUE / Double.BYTES);
    if (rounded > most) {
      throw new DeviceException(
          "OpenCL device %s has no room for %d MiB in one buffer, but for %d"
              .formatted(device, rounded >> 17, most >> 17));
    }
    double[] replacement = new double[(int) rounded];
    set(buffer, replacement);
    return replacement;
  }

  /** Names the kernel's arguments, once. */
  void arguments(Buffer... all) {
    synchronized (LOCK) {
      buffers = all.clone();
      setArgsJNI(handle, buffers, buffers.length);
    }
  }

  /** Runs (items, points) in groups of {@code group} items. */
  void run(int items, int points, int group) {
    run(items, points, group, 1);
  }

  /** Runs so many times, {@code pass} = 0, 1, ...; buffers are brought once, before and after. */
  void run(int items, int points, int group, int passes) {
    Range range = Range.create2D(device.aparapi(), items, points, group, 1);
    synchronized (LOCK) {
      boolean allocates = false;
      for (Buffer buffer : buffers) {
        allocates |= buffer.isNew;
        uploaded += buffer.upload();
      }
      check(allocates ? launchApart(range, passes) : launch(range, passes), "run");
    }
  }

  private int launch(Range range, int passes) {
    return runKernelJNI(handle, range, true, passes, in, out);
  }

  /**
   * A launch on a thread of its own: where a buffer cannot be allocated, Aparapi unpins arrays that
   * it has not pinned, after which the collector may move what this thread, whoever's code it runs,
   * pins.
   */
  private int launchApart(Range range, int passes) {
    int[] status = new int[1];
    Thread thread = new Thread(() -> status[0] = launch(range, passes), "OpenCL launch");
    thread.setDaemon(true);
    thread.start();
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true; // the device goes on using the arrays
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return status[0];
  }

  /** Bytes sent to all devices so far. */
  static long uploaded() {
    synchronized (LOCK) {
      return uploaded;
    }
  }

  /** Fetches the buffer of an array from the device. */
  void fetch(double[] array) {
    synchronized (LOCK) {
      check(getJNI(handle, array), "fetch");
    }
  }

  /** Kernels not yet disposed of. */
  static int open() {
    synchronized (LOCK) {
      return open;
    }
  }

  void dispose() {
    synchronized (LOCK) {
      open--;
      disposeJNI(handle);
      handle = 0;
    }
  }

  private void check(int status, String what) {
    if (status != 0) {
      throw failure("failed to " + what + " a kernel: " + words(status));
    }
  }

  /** What the most frequent of OpenCL's error numbers mean to a user. */
  private static String words(int status) {
    String number = "OpenCL error " + status;
    return switch (status) {
      case -2 -> "the device is not available (" + number + ")";
      case -4, -61 -> "out of device memory (" + number + ")";
      case -5 -> "out of the device's resources, or the device was lost (" + number + ")";
      case -6 -> "out of host memory (" + number + ")";
      default -> number;
    };
  }

  private DeviceException failure(String what) {
    String where;
    try {
      Path file = Files.createTempFile("pushforward", ".cl");
      Files.writeString(file, source);
      where = "its source is in " + file;
    } catch (IOException e) {
      where = "its source could not be written: " + e.getMessage();
    }
    return new DeviceException("OpenCL device " + device + " " + what + "; " + where);
  }

  /** Stands for the Java class that Aparapi would have translated. */
  private static final class Entry extends Kernel {
    @Override
    public void run() {}
  }
}
