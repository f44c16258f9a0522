package io.polyport.odata.format;

/** Names that the formats share. */
final class Names {
    /** What stands before the name of each type of a publication. */
    static final String NAMESPACE = "StandardODATA.";

    static final String DATA = "http://schemas.microsoft.com/ado/2007/08/dataservices";
    static final String METADATA = DATA + "/metadata";
    static final String SCHEME = DATA + "/scheme";
    static final String RELATED = DATA + "/related/";
    static final String MEDIA_RESOURCE = DATA + "/mediaresource/";
    static final String ATOM = "http://www.w3.org/2005/Atom";
    static final String APP = "http://www.w3.org/2007/app";
    static final String TOMBSTONES = "http://purl.org/atompub/tombstones/1.0";
    static final String XML = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
    /** The suffix of the property that says which type a value has. */
    static final String TYPE_SUFFIX = "_Type";

    private Names() {}
}
