// 9 colors of stripes.png, by cvpalette
// By Ada
// CC0 * / -->
import androidx.compose.ui.graphics.Color

object Palette {
    val Creme = Color(0x80264653) // Crème *, 11.1%
    val Class = Color(0xFF2A9D8F) // class, 11.1%
    val Class2 = Color(0xFFE9C46A) // Class, 11.1%
    val Color2nd = Color(0xFFF4A261) // 2nd, 11.1%
    val CremeX = Color(0xFFE76F51) // Crème * / --> ' % $x \ < & ", 11.1%
    val Color6 = Color(0xFF000000) // 11.1%
    val ColorColor = Color(0xFFFFFFFF) // color, 11.1%
    val AllColor = Color(0xFF010203) // all, 11.1%
    val HashCode = Color(0xFFFEFDFC) // hash code, 11.1%

    val All = listOf(
        Creme,
        Class,
        Class2,
        Color2nd,
        CremeX,
        Color6,
        ColorColor,
        AllColor,
        HashCode,
    )
}
