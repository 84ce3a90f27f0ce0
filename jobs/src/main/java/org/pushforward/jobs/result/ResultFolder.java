package org.pushforward.jobs.result;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A result's folder while it is written: files go to a hidden folder and appear together on {@link
 * #commit}.
 *
 * <pre>{@code
 * try (ResultFolder folder = ResultFolder.open(out, overwrite)) {
 *   folder.write(result);
 *   Files.writeString(folder.path().resolve("report.html"), html);
 *   folder.commit();
 * }
 * }</pre>
 *
 * <p>A folder that does not exist yet is written beside its place and appears by one rename. In one
 * that does, the new files are written inside, so on its file system, and replace those of the same
 * name, {@code result.json} taken away first and put back last: a folder with {@code result.json}
 * is whole. Other files are left alone, and where a replacement fails the old files come back.
 *
 * <p>{@link #close} may be called by another thread, when the process is told to stop.
 */
public final class ResultFolder implements AutoCloseable {
  /** What a result may hold beside {@code result.json}. */
  private static final List<String> PARTS =
      List.of("report.html", "tables", "plots", KeptSamples.NAME);

  private final Path target;
  private final Path staging;
  private final List<Path> madeAbove; // innermost first
  private boolean open = true;

  private ResultFolder(Path target, Path staging, List<Path> madeAbove) {
    this.target = target;
    this.staging = staging;
    this.madeAbove = madeAbove;
  }

  /**
   * Starts to write the result of {@code target}; call it before the work, so that a refusal costs
   * nothing.
   *
   * @throws FileAlreadyExistsException where there is a result already and {@code overwrite} is
   *     false, or where there is a file
   * @throws IOException where the folder cannot be written
   */
  public static ResultFolder open(Path target, boolean overwrite) throws IOException {
    Path absolute = target.toAbsolutePath().normalize();
    if (Files.exists(absolute.resolve(ResultFile.NAME)) && !overwrite) {
      throw new FileAlreadyExistsException(
          target.toString(),
          null,
          "already holds a result; replace it with --overwrite or choose another folder with --out");
    }
    if (Files.exists(absolute.resolve(KeptSamples.NAME)) && !overwrite) {
      throw new FileAlreadyExistsException(
          target.toString(),
          null,
          "holds the samples of a run that did not end; go on with --resume, or start anew with"
              + " --overwrite");
    }
    List<Path> missing = new ArrayList<>();
    for (Path at = absolute; at != null && !Files.isDirectory(at); at = at.getParent()) {
      if (Files.exists(at)) {
        throw new FileAlreadyExistsException(
            at.equals(absolute) ? target.toString() : at.toString(),
            null,
            "is a file; the result needs a folder");
      }
      missing.add(at);
    }
    Path staging =
        missing.isEmpty()
            ? hidden(absolute, "writing")
            : hidden(absolute.getParent(), absolute.getFileName() + ".writing");
    ResultFolder folder =
        new ResultFolder(
            absolute, staging, missing.isEmpty() ? missing : missing.subList(1, missing.size()));
    try {
      Files.createDirectories(staging);
      return folder;
    } catch (IOException e) {
      folder.close();
      throw e;
    }
  }

  /** Where to write the result's files until {@link #commit}. */
  public Path path() {
    return staging;
  }

  /** Writes {@code result.json}. */
  public void write(Result result) throws IOException {
    Files.writeString(staging.resolve(ResultFile.NAME), ResultFile.text(result));
  }

  /** Moves everything in {@link #path} to the result's folder. */
  public synchronized void commit() throws IOException {
    if (!open || !Files.exists(staging.resolve(ResultFile.NAME))) {
      throw new IllegalStateException("write the result before the commit");
    }
    if (Files.exists(target)) {
      replace();
    } else {
      Files.move(staging, target, StandardCopyOption.ATOMIC_MOVE);
    }
    open = false;
  }

  private void replace() throws IOException {
    Path replaced = Files.createDirectory(hidden(target, "replaced"));
    Moves moves = new Moves();
    try {
      moves.move(target, replaced, ResultFile.NAME);
      for (String name : PARTS) { // those of an older result that the new one lacks, too
        moves.move(target, replaced, name);
      }
      for (String name : names(staging)) {
        moves.move(target, replaced, name);
        if (!name.equals(ResultFile.NAME)) {
          moves.move(staging, target, name);
        }
      }
      moves.move(staging, target, ResultFile.NAME);
    } catch (IOException | RuntimeException e) {
      moves.undo(e);
      if (names(replaced).isEmpty()) { // else it holds what could not be put back
        Files.delete(replaced);
      }
      throw e;
    }
    delete(replaced);
    delete(staging);
  }

  /** Moves that can be taken back. */
  private static final class Moves {
    private record Move(Path from, Path to) {}

    private final Deque<Move> done = new ArrayDeque<>();

    void move(Path from, Path to, String name) throws IOException {
      Move move = new Move(from.resolve(name), to.resolve(name));
      if (Files.exists(move.from)) {
        Files.move(move.from, move.to);
        done.push(move);
      }
    }

    void undo(Exception reason) {
      for (Move move : done) {
        try {
          Files.move(move.to, move.from);
        } catch (IOException e) {
          reason.addSuppressed(e);
        }
      }
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  /** Deletes what was not committed, and folders that were made for it. */
  @Override
  public synchronized void close() throws IOException {
    if (!open) {
      return;
    }
    open = false;
    if (Files.exists(staging)) {
      delete(staging);
    }
    for (Path above : madeAbove) {
      try {
        Files.deleteIfExists(above);
      } catch (DirectoryNotEmptyException somebodyElses) {
        return;
      }
    }
  }

  /** A hidden name that nobody else uses. */
  private static Path hidden(Path folder, String purpose) {
    return folder.resolve("." + purpose + "-" + UUID.randomUUID());
  }

  private static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
