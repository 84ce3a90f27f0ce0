package org.pushforward.jobs.result;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A result's folder while it is written: files go to a hidden sibling and appear together on {@link
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
 * <p>A folder that does not exist yet appears by one rename. In one that does, the new files
 * replace those of the same name, {@code result.json} taken away first and put back last: a folder
 * with {@code result.json} is whole. Other files are left alone.
 */
public final class ResultFolder implements AutoCloseable {
  /** What a result may hold beside {@code result.json}. */
  private static final List<String> PARTS = List.of("report.html", "tables", "plots");

  private final Path target;
  private final Path staging;

  private ResultFolder(Path target, Path staging) {
    this.target = target;
    this.staging = staging;
  }

  /**
   * Starts to write the result of {@code target}; call it before the work, so that a refusal costs
   * nothing.
   *
   * @throws FileAlreadyExistsException where there is a result already and {@code overwrite} is
   *     false, or where there is a file
   */
  public static ResultFolder open(Path target, boolean overwrite) throws IOException {
    Path absolute = target.toAbsolutePath().normalize();
    if (Files.exists(absolute) && !Files.isDirectory(absolute)) {
      throw new FileAlreadyExistsException(
          target.toString(), null, "is a file; the result needs a folder");
    }
    if (Files.exists(absolute.resolve(ResultFile.NAME)) && !overwrite) {
      throw new FileAlreadyExistsException(
          target.toString(),
          null,
          "already holds a result; replace it with --overwrite or choose another folder with --out");
    }
    Path staging = sibling(absolute, "writing");
    Files.createDirectories(staging);
    return new ResultFolder(absolute, staging);
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
  public void commit() throws IOException {
    if (!Files.exists(staging.resolve(ResultFile.NAME))) {
      throw new IllegalStateException("write the result before the commit");
    }
    if (!Files.exists(target)) {
      Files.move(staging, target, StandardCopyOption.ATOMIC_MOVE);
      return;
    }
    Path replaced = Files.createDirectory(sibling(target, "replaced"));
    moveIfThere(target, replaced, ResultFile.NAME);
    for (String name : PARTS) { // those of an older result that the new one lacks, too
      moveIfThere(target, replaced, name);
    }
    for (String name : names(staging)) {
      moveIfThere(target, replaced, name);
      if (!name.equals(ResultFile.NAME)) {
        moveIfThere(staging, target, name);
      }
    }
    moveIfThere(staging, target, ResultFile.NAME);
    delete(replaced);
  }

  private static void moveIfThere(Path from, Path to, String name) throws IOException {
    if (Files.exists(from.resolve(name))) {
      Files.move(from.resolve(name), to.resolve(name));
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  /** Deletes what was not committed. */
  @Override
  public void close() throws IOException {
    if (Files.exists(staging)) {
      delete(staging);
    }
  }

  /** A hidden name beside {@code target}, so on the same file system, that nobody else uses. */
  private static Path sibling(Path target, String purpose) {
    return target.resolveSibling(
        "." + target.getFileName() + "." + purpose + "-" + UUID.randomUUID());
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
