package org.pushforward.jobs.result;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFolderTest {
  @TempDir Path home;

  @Test
  void allFilesAppearTogetherAndNothingIsLeftBeside() throws IOException {
    Path out = home.resolve("deep/z");
    try (ResultFolder folder = ResultFolder.open(out, false)) {
      folder.write(ExampleResults.fitResult());
      Files.createDirectory(folder.path().resolve("tables"));
      Files.writeString(folder.path().resolve("tables/rows.parquet"), "rows");
      assertTrue(Files.notExists(out));
      folder.commit();
    }
    assertEquals(List.of("result.json", "tables"), names(out));
    assertEquals(List.of("z"), names(out.getParent()));
    assertEquals(ExampleResults.fitResult(), ResultFile.read(out));
  }

  @Test
  void aJobThatFailsLeavesNothing() throws IOException {
    Path out = home.resolve("z");
    try (ResultFolder folder = ResultFolder.open(out, false)) {
      folder.write(ExampleResults.fitResult());
      assertEquals(1, names(home).size());
    }
    assertEquals(List.of(), names(home));
  }

  @Test
  void aResultIsNotReplacedUnlessAsked() throws IOException {
    Path out = home.resolve("z");
    save(out, ExampleResults.fitResult(), false);
    FileAlreadyExistsException refusal =
        assertThrows(FileAlreadyExistsException.class, () -> ResultFolder.open(out, false));
    assertTrue(refusal.getMessage().contains("--overwrite"), refusal.getMessage());
    save(out, ExampleResults.profileResult(), true);
    assertEquals(ExampleResults.profileResult(), ResultFile.read(out));
    assertEquals(List.of("z"), names(home));
  }

  @Test
  void anOverwriteLeavesTheUsersOwnFilesAlone() throws IOException {
    Path out = home.resolve("z");
    save(out, ExampleResults.fitResult(), false);
    Files.writeString(out.resolve("notes.txt"), "mine");
    save(out, ExampleResults.profileResult(), true);
    assertEquals(List.of("notes.txt", "result.json"), names(out));
    assertEquals("mine", Files.readString(out.resolve("notes.txt")));
  }

  @Test
  void anOverwriteTakesTheOldReportAndTablesAway() throws IOException {
    Path out = home.resolve("z");
    try (ResultFolder folder = ResultFolder.open(out, false)) {
      folder.write(ExampleResults.evaluateResult());
      Files.createDirectory(folder.path().resolve("tables"));
      Files.writeString(folder.path().resolve("tables/rows.parquet"), "rows");
      Files.writeString(folder.path().resolve("report.html"), "old");
      folder.commit();
    }
    save(out, ExampleResults.fitResult(), true);
    assertEquals(List.of("result.json"), names(out));
  }

  @Test
  void aFailedOverwriteBringsTheOldResultBack() throws IOException {
    Path out = home.resolve("z");
    try (ResultFolder folder = ResultFolder.open(out, false)) {
      folder.write(ExampleResults.fitResult());
      Files.writeString(folder.path().resolve("report.html"), "old");
      folder.commit();
    }
    try (ResultFolder folder = ResultFolder.open(out, true)) {
      folder.write(ExampleResults.profileResult());
      Files.writeString(folder.path().resolve("report.html"), "new");
      // A link that leads nowhere stands in the way, and is not seen before the move.
      Files.writeString(folder.path().resolve("blocked"), "new");
      Files.createSymbolicLink(out.resolve("blocked"), home.resolve("nowhere"));
      Files.createDirectory(folder.path().resolve("tables"));
      assertThrows(IOException.class, folder::commit);
    }
    Files.delete(out.resolve("blocked"));
    assertEquals(List.of("report.html", "result.json"), names(out));
    assertEquals("old", Files.readString(out.resolve("report.html")));
    assertEquals(ExampleResults.fitResult(), ResultFile.read(out));
  }

  @Test
  void foldersMadeForAJobThatFailsGoAgain() throws IOException {
    try (ResultFolder folder = ResultFolder.open(home.resolve("a/b/z"), false)) {
      folder.write(ExampleResults.fitResult());
    }
    assertEquals(List.of(), names(home));
  }

  @Test
  void samplesOfARunThatDidNotEndAreGoneOnFromOrOverwritten() throws IOException {
    Path out = home.resolve("z");
    new KeptSamples(out, false).write(new byte[] {1});
    new KeptSamples(out, false).write(new byte[] {2, 3});
    assertEquals(List.of(KeptSamples.NAME), names(out));
    FileAlreadyExistsException refusal =
        assertThrows(FileAlreadyExistsException.class, () -> ResultFolder.open(out, false));
    assertTrue(refusal.getMessage().contains("--resume"), refusal.getMessage());
    try (ResultFolder folder = ResultFolder.open(out, true)) {
      assertArrayEquals(new byte[] {2, 3}, new KeptSamples(out, true).read().orElseThrow());
      Files.write(folder.path().resolve(KeptSamples.NAME), new byte[] {4});
      folder.write(ExampleResults.fitResult());
      folder.commit();
    }
    assertEquals(List.of("result.json", KeptSamples.NAME), names(out));
    assertArrayEquals(new byte[] {4}, new KeptSamples(out, true).read().orElseThrow());
    save(out, ExampleResults.profileResult(), true);
    assertEquals(List.of("result.json"), names(out));
  }

  @Test
  void aFileIsNoFolder() throws IOException {
    Path out = Files.writeString(home.resolve("z"), "a file");
    assertThrows(FileAlreadyExistsException.class, () -> ResultFolder.open(out, true));
  }

  @Test
  void aCommitWithoutAResultIsAnError() throws IOException {
    try (ResultFolder folder = ResultFolder.open(home.resolve("z"), false)) {
      assertThrows(IllegalStateException.class, folder::commit);
    }
  }

  private static void save(Path out, Result result, boolean overwrite) throws IOException {
    try (ResultFolder folder = ResultFolder.open(out, overwrite)) {
      folder.write(result);
      folder.commit();
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
