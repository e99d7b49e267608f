/**
 * What the lessons of the course share: {@link org.almt.learn.Canvas} and {@link org.almt.learn.Charts} draw, {@link
 * org.almt.learn.CharacterNames} is a text that is on every machine, {@link org.almt.learn.Hash} compares bits. {@link
 * org.almt.learn.LearnMain} lists lessons, tests exercises and grades them. The lessons themselves are single files in
 * the folder {@code nn/learn/lessons}.
 */
package org.almt.learn;
