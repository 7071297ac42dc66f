// 5 colors of chelsea.png, by cvpalette
import androidx.compose.ui.graphics.Color

object Palette {
    val Mocha = Color(0xFFA77E5D) // mocha, 29.6%
    val Cocoa = Color(0xFF845632) // cocoa, 23.7%
    val Cocoa2 = Color(0xFF866757) // cocoa-2, 20.1%
    val Mushroom = Color(0xFFB2978D) // mushroom, 19.6%
    val DarkBrown = Color(0xFF452C1C) // dark brown, 7.0%

    val All = listOf(
        Mocha,
        Cocoa,
        Cocoa2,
        Mushroom,
        DarkBrown,
    )
}
