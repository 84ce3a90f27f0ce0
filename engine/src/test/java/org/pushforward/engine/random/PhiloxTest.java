package org.pushforward.engine.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PhiloxTest {
  private static long join(int low, int high) {
    return (low & 0xffffffffL) | (long) high << 32;
  }

  private static int[] words(String hex) {
    return Arrays.stream(hex.split(" ")).mapToInt(w -> Integer.parseUnsignedInt(w, 16)).toArray();
  }

  private static int[] block(long key, long lowCounter, long highCounter) {
    long[] out = new long[2];
    Philox.block(key, lowCounter, highCounter, out);
    return new int[] {(int) out[0], (int) (out[0] >>> 32), (int) out[1], (int) (out[1] >>> 32)};
  }

  @Test
  void blocksAreTheKnownAnswersOfRandom123() throws IOException {
    List<String> rows;
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                PhiloxTest.class.getResourceAsStream("philox4x32_10.csv"),
                StandardCharsets.US_ASCII))) {
      rows = reader.lines().skip(2).toList();
    }
    assertEquals(3, rows.size());
    for (String row : rows) {
      String[] cells = row.split(",");
      int[] counter = words(cells[0]);
      int[] key = words(cells[1]);
      assertArrayEquals(
          words(cells[2]),
          block(join(key[0], key[1]), join(counter[0], counter[1]), join(counter[2], counter[3])),
          row);
    }
  }

  @Test
  void drawsAreHalvesOfTheBlocksOfTheirPair() {
    assertEquals(join(0x6627e8d5, 0xe169c58d), Philox.bits(0, 0, 0));
    assertEquals(join(0xbc57ac4c, 0x9b00dbd8), Philox.bits(0, 8, 0));
    long key = 0x299f31d0a4093822L;
    long sample = 0x85a308d3243f6a80L;
    int[] block = block(key, 0x42d18469921fb540L, 43);
    assertEquals(join(block[0], block[1]), Philox.bits(key, sample, 43));
    assertEquals(join(block[2], block[3]), Philox.bits(key, sample + 8, 43));
    int[] third = block(key, 0x42d18469921fb545L, 3L << 32 | 43);
    assertEquals(join(third[0], third[1]), Philox.bits(key, sample + 5, 43, 3));
    assertEquals(join(third[2], third[3]), Philox.bits(key, sample + 13, 43, 3));
  }

  @Test
  void eachPairHasOneFirstAndOneSecondSample() {
    Set<Long> seen = new HashSet<>();
    for (long sample = 4096; sample < 4096 + 64; sample++) {
      assertTrue(seen.add(2 * Philox.pair(sample) + Philox.half(sample)));
    }
  }

  @Test
  void uniformsAreMidpointsOf2To52EqualCells() {
    assertEquals(0x1p-53, Philox.toUniform(0));
    assertEquals(1 - 0x1p-53, Philox.toUniform(-1));
    assertEquals(0.5 + 0x1p-53, Philox.toUniform(1L << 63));
    assertEquals(0.5 - 0x1p-53, Philox.toUniform(Long.MAX_VALUE));
    for (long sample = 0; sample < 1000; sample++) {
      long w = Philox.bits(5, sample, 3);
      double u = Philox.uniform(5, sample, 3);
      assertEquals(((w >>> 12) + 0.5) * 0x1p-52, u);
      assertEquals(1 - u, Philox.toUniform(~w), "symmetric about 1/2");
    }
  }

  @Test
  void childStreamsAreTheFirstWordsAtTheirCounter() {
    StreamKey root = StreamKey.ofSeed(20261120);
    int[] block = block(20261120, 77L << 32 | 5, -1);
    assertEquals(new StreamKey(join(block[0], block[1])), root.child(77L << 32 | 5));
    // Counter all ones, key all ones: a known answer.
    assertEquals(new StreamKey(join(0x408f276d, 0x41c83b0e)), new StreamKey(-1).child(-1));
    Set<StreamKey> seen = new HashSet<>();
    for (int n = 0; n < 1000; n++) {
      seen.add(root.child(n));
      seen.add(root.child(n).child(n));
    }
    assertEquals(2000, seen.size());
  }

  @Test
  void uniformsOfSamplesDrawsAndChildrenAreUniformAndUncorrelated() {
    // n = 1e5 pairs each; the mean of u has sd 1/sqrt(12 n), that of 12 (u - 1/2)(v - 1/2) sd
    // 1/sqrt n. At 5 sd the chance of luck is 6e-7 for each of the 6 figures; the seed is fixed.
    int n = 100_000;
    StreamKey root = StreamKey.ofSeed(1);
    double[] mean = new double[3];
    double[] product = new double[3];
    for (int i = 0; i < n; i++) {
      double u = root.uniform(i, 0);
      double[] other = {root.uniform(i, 1), root.uniform(i + 1, 0), root.child(1).uniform(i, 0)};
      for (int j = 0; j < 3; j++) {
        mean[j] += other[j] / n;
        product[j] += 12 * (u - 0.5) * (other[j] - 0.5) / n;
      }
    }
    for (int j = 0; j < 3; j++) {
      assertEquals(0.5, mean[j], 5 / Math.sqrt(12.0 * n));
      assertTrue(Math.abs(product[j]) < 5 / Math.sqrt(n));
    }
  }
}
