/**
 * Pages. Each is one HTML file that contains its styles, scripts, charts and data, and loads nothing.
 * {@link org.almt.report.HtmlPage} combines the parts. {@link org.almt.report.ExplainPage} has the contents of a page
 * of explanations, {@link org.almt.report.StudyPage} those of a page of a study. Templates are beside the classes. The
 * charts are Apache ECharts, which the build downloads from Maven Central.
 */
package org.almt.report;
