/** Runs statements on a database and hands their rows on as they come; what is begun ends when its caller leaves. */
package io.polyport.odata.rows;
