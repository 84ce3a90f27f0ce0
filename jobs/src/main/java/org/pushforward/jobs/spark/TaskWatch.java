package org.pushforward.jobs.spark;

import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Tells the progress how many tasks of the running stage have finished. */
final class TaskWatch extends SparkListener {
  private final Progress progress;
  private int stage = -1;
  private int submitted;
  private int finished;

  TaskWatch(Progress progress) {
    this.progress = progress;
  }

  @Override
  public synchronized void onStageSubmitted(SparkListenerStageSubmitted event) {
    stage = event.stageInfo().stageId();
    submitted = event.stageInfo().numTasks();
    finished = 0;
    progress.tasks(finished, submitted);
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
    if (end.taskInfo().successful() && end.stageId() == stage) {
      finished++;
      progress.tasks(finished, submitted);
    }
  }
}
