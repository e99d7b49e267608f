/**
 * Pages: one HTML file each, which holds its styles, scripts, charts and data, and loads nothing. {@link
 * org.almt.report.HtmlPage} puts the parts together, {@link org.almt.report.ExplainPage} says what a page of
 * explanations holds, {@link org.almt.report.StudyPage} that of a study. Templates lie beside the classes; the charts
 * are Apache ECharts, taken from Maven Central by the build.
 */
package org.almt.report;
