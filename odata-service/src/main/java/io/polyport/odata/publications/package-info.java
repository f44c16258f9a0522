/** What is published: each publication's model and database, opened together and closed together. */
package io.polyport.odata.publications;
