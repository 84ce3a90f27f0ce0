package org.pushforward.engine.kernel.opencl;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.pushforward.engine.kernel.EventBlock;

/**
 * The columns of event blocks that kernels keep on a device between calls, known by the block's
 * identity and held as long as the block lives and there is room: the least recently used ones go
 * first. A kernel has its own copies, for each has a context of OpenCL of its own.
 *
 * <p>Guarded by {@link NativeKernel#LOCK}.
 */
final class HeldColumns {
  private static final double[] NONE = new double[1]; // OpenCL has no empty buffers

  private final long most;
  private final Set<Slot> filled = new LinkedHashSet<>(); // least recently used first
  private long bytes;

  /**
   * @param most bytes of all kernels together; the columns in use may alone be more
   */
  HeldColumns(long most) {
    this.most = most;
  }

  /** Bytes held. */
  long bytes() {
    synchronized (NativeKernel.LOCK) {
      return bytes;
    }
  }

  /** What one kernel holds. */
  final class Share {
    private final Slot[] slots = new Slot[OpenClSource.SLOTS];
    private final Runnable settle;

    /**
     * @param settle launches the kernel on nothing, upon which buffers without an array are freed
     */
    Share(Runnable settle) {
      this.settle = settle;
      for (int i = 0; i < slots.length; i++) {
        slots[i] = new Slot(this, i);
      }
    }

    List<NativeKernel.Buffer> buffers() {
      List<NativeKernel.Buffer> buffers = new ArrayList<>();
      for (Slot slot : slots) {
        buffers.add(slot.buffer);
      }
      return buffers;
    }

    /** The number of the buffer that holds the rows of a block from {@code from} on. */
    int slot(EventBlock block, int from, Supplier<double[]> columns) {
      for (Slot slot : slots) {
        if (slot.block != null && slot.block.refersTo(block) && slot.from == from) {
          filled.remove(slot);
          filled.add(slot);
          return slot.number;
        }
      }
      for (Slot slot : filled.toArray(Slot[]::new)) {
        if (slot.block.refersTo(null)) {
          slot.empty(this);
        }
      }
      double[] content = columns.get();
      while (!filled.isEmpty() && bytes + size(content) > most) {
        filled.iterator().next().empty(this);
      }
      Slot slot = unused();
      slot.block = new WeakReference<>(block);
      slot.from = from;
      slot.bytes = size(content);
      bytes += slot.bytes;
      filled.add(slot);
      NativeKernel.set(slot.buffer, content);
      return slot.number;
    }

    private Slot unused() {
      for (Slot slot : slots) {
        if (slot.block == null) {
          return slot;
        }
      }
      Slot oldest = filled.stream().filter(slot -> slot.share == this).findFirst().orElseThrow();
      oldest.empty(this);
      return oldest;
    }

    /** Forgets everything; the kernel is no more. */
    void close() {
      for (Slot slot : slots) {
        if (slot.block != null) {
          slot.empty(this);
        }
      }
    }
  }

  /** A buffer of a kernel. */
  private final class Slot {
    final Share share;
    final int number;
    final NativeKernel.Buffer buffer;
    WeakReference<EventBlock> block; // null when there is none
    int from;
    long bytes;

    Slot(Share share, int number) {
      this.share = share;
      this.number = number;
      buffer = NativeKernel.held("c" + number);
      NativeKernel.set(buffer, NONE);
    }

    /** Lets go of the columns; those of the kernel about to run are freed by its launch. */
    void empty(Share running) {
      filled.remove(this);
      HeldColumns.this.bytes -= bytes;
      block = null;
      NativeKernel.set(buffer, NONE);
      if (share != running) {
        share.settle.run();
      }
    }
  }

  private static long size(double[] content) {
    return (long) Double.BYTES * content.length;
  }
}
