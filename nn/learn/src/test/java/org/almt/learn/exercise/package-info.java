/** Exercises to be solved, and their tests. What a learner edits is the class without {@code Test} in its name. */
package org.almt.learn.exercise;
