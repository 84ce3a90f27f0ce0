package org.pushforward.jobs.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class DoctorJobTest {
  @Test
  void aCpusVectorsAreToldByItsFeatures() {
    assertEquals(8, DoctorJob.lanes("flags : fpu sse2 avx avx2 avx512f avx512dq"));
    assertEquals(4, DoctorJob.lanes("flags : fpu sse2 avx avx2"));
    assertEquals(2, DoctorJob.lanes("flags : fpu sse2"));
    assertEquals(2, DoctorJob.lanes("Features : fp asimd crc32"));
    assertEquals(0, DoctorJob.lanes("Features : fp asimd sve"));
  }
}
